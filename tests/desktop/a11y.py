"""a11y.py PROGRAM_NAME   what a screen reader is told over AT-SPI: one line a node, depth, role, name and states."""
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

SHOWN = ("focusable", "focused", "checked", "expanded", "busy", "selected")


def show(node, depth):
    states = [s.value_nick for s in node.get_state_set().get_states() if s.value_nick in SHOWN]
    print("  " * depth + node.get_role_name(), repr(node.get_name()), *states)
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child:
            show(child, depth + 1)


desktop = Atspi.get_desktop(0)
for i in range(desktop.get_child_count()):
    program = desktop.get_child_at_index(i)
    if program and program.get_name() == sys.argv[1]:
        show(program, 0)
