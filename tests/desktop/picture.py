# picture.py XID   writes what the screen shows of this window, as PNG, to standard output. Needs the system's Python.
import sys, gi
gi.require_version("Gdk", "3.0"); gi.require_version("GdkX11", "3.0")
from gi.repository import Gdk, GdkX11
display = Gdk.Display.get_default()
window = GdkX11.X11Window.foreign_new_for_display(display, int(sys.argv[1]))
picture = Gdk.pixbuf_get_from_window(window, 0, 0, window.get_width(), window.get_height())
ok, png = picture.save_to_bufferv("png", [], [])
sys.stdout.buffer.write(png)
