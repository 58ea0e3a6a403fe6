"""dragsource.py URI...   a small window at 0,0 that gives these addresses when it is dragged: file:// of files and
folders, https:// as a browser does. Without any, the list that it gives is empty.

Says "ready" when it is on the screen and "end" when a drag is over."""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

uris = sys.argv[1:]
window = Gtk.Window(type=Gtk.WindowType.POPUP)  # not placed and not focused by the window manager
window.set_default_size(40, 40)
window.move(0, 0)
box = Gtk.EventBox()
box.add(Gtk.Label(label="drag"))
window.add(box)
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
box.drag_source_add_uri_targets()
box.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
box.connect("drag-end", lambda *_: print("end", flush=True))
window.connect("map-event", lambda *_: print("ready", flush=True))
window.show_all()
Gtk.main()
