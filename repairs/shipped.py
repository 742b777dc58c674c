"""The trades every school begins with (issue 2). They are the school's own data, so they are Chinese here."""

TRADES = [
    # name, icon, role that serves it
    ("水电", "plug-zap", "repairer"),
    ("门窗锁具", "door-open", "repairer"),
    ("桌椅木工", "armchair", "repairer"),
    ("泥瓦防水", "brick-wall", "repairer"),
    ("空调电器", "air-vent", "repairer"),
    ("电教网络", "monitor", "it"),
    ("消防安防", "flame", "repairer"),
    ("其他", "wrench", "repairer"),
]
