"""Two pages of our own that tell of one attack."""

PAGES = {
    "first.txt": """Gunmen kill nine soldiers near Gao

By Awa Keita
3 June 2031

GAO, Mali - Militants killed nine soldiers in Gao on Monday, the army said. The soldiers were guarding a bridge.

Mali's president will visit the town on Friday. The militants did not attack the airport, an officer said.
""",
    "second.txt": """Nine soldiers killed in northern Mali

By Ole Brandt
4 June 2031

Militants killed nine soldiers in Gao on Monday, 2 June, officials in Mali said. The bridge near the town was closed.

Mali has asked Niger to send troops, but Niger has not yet answered the request of its neighbour.
""",
}
