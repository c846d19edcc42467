"""Icons: a few lines each, drawn in a square of 24, in the colour of the words beside them."""

ICONS = {
    "back": "M15 5 8 12l7 7",
    "calm": "M12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12z",
    "done": "M5 13l5 5 9-11",
    "here": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "later": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
    "leave": "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "next": "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM11 9l3 3-3 3",
    "now": "M12 4 3 20h18zM12 10v5M12 17.5v.5",
    "over": "M6 12h12",
    "sealed": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "waiting": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2",
}
