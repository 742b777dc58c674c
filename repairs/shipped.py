"""The trades every school begins with (issue 2). They are the school's own data, so they are Chinese here."""

TRADES = [
    # name, icon, role that serves it, its usual objects (names of logistics.catalogue.shipped)
    ("水电", "plug-zap", "repairer", ["灯具", "开关插座", "线路跳闸", "水龙头", "水管", "下水道", "便池水箱"]),
    ("门窗锁具", "door-open", "repairer", ["门", "窗", "锁", "玻璃"]),
    ("桌椅木工", "armchair", "repairer", ["课桌椅", "办公桌椅", "讲台", "橱柜", "黑板", "床架"]),
    ("泥瓦防水", "brick-wall", "repairer", ["墙面地面", "屋面防水", "围墙护栏", "下水道"]),
    ("空调电器", "air-vent", "repairer", ["空调", "风扇", "饮水机", "电热水器", "厨房设备"]),
    ("电教网络", "monitor", "it", ["投影一体机", "电脑", "打印机", "网络", "广播音响"]),
    ("消防安防", "flame", "repairer", ["消防设施", "监控"]),
    ("其他", "wrench", "repairer", ["体育器材", "其他"]),
]
