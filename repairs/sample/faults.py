"""What breaks at a school, how often in a term, and in what words (source 000.3)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A kind of fault: how many were reported and booked last term, things mended, parts built in, and its words."""

    kind: str
    reported: int
    booked: int
    things: int
    part: str
    parts: int
    rooms: tuple
    words: tuple
    result: str
    cause: str = "nature"


ROOMS, WET, DORM, TECH, OUT = (
    ("classroom", "office"),
    ("toilet", "dorm_room"),
    ("dorm_room",),
    ("classroom", "function_room"),
    ("outdoor",),
)

FAULTS = [
    Fault(
        "灯具",
        14,
        30,
        86,
        "灯管",
        86,
        ROOMS,
        ("日光灯不亮，灯管发黑", "后排两支灯管闪烁", "灯管坏了，影响看书", "黑板灯不亮"),
        "更换灯管，试亮正常",
    ),
    Fault(
        "水龙头",
        9,
        18,
        50,
        "阀门水嘴",
        50,
        WET,
        ("水龙头关不紧，一直滴水", "水嘴断了", "洗手池水龙头漏水"),
        "更换阀门水嘴",
    ),
    Fault(
        "下水道",
        8,
        15,
        23,
        "",
        0,
        WET,
        ("厕所下水管堵塞，水漫出来", "地漏堵了，排水慢", "拖把池堵塞"),
        "疏通下水管",
        "people",
    ),
    Fault(
        "门",
        6,
        5,
        13,
        "合页",
        8,
        ROOMS,
        ("教室门关不上，门框变形", "门拉手掉了", "门合页松动，响声大"),
        "校正门框，紧固合页",
    ),
    Fault(
        "窗",
        5,
        5,
        15,
        "窗扣",
        9,
        ROOMS,
        ("窗户推不动", "窗扣坏了，关不严", "窗户脱轨，有坠落危险"),
        "修复滑轨，更换窗扣",
    ),
    Fault("锁", 6, 6, 14, "锁芯", 10, (*ROOMS, "dorm_room"), ("门锁打不开", "钥匙断在锁里", "橱门锁坏了"), "更换锁芯"),
    Fault(
        "课桌椅",
        6,
        8,
        41,
        "螺丝",
        30,
        ("classroom",),
        ("三张课桌桌面松动", "椅子靠背断了", "课桌抽屉脱落"),
        "加固课桌椅",
        "people",
    ),
    Fault(
        "开关插座",
        5,
        6,
        15,
        "开关",
        9,
        ROOMS,
        ("插座没电", "开关按下去弹不起来", "插座面板松脱"),
        "更换开关面板",
        "age",
    ),
    Fault(
        "线路跳闸",
        4,
        0,
        4,
        "空气开关",
        3,
        ("function_room",),
        ("空开经常跳，整室没电", "一开空调就跳闸"),
        "排查线路，更换空气开关",
        "overload",
    ),
    Fault("玻璃", 3, 3, 8, "玻璃", 8, ROOMS, ("窗玻璃被球打破", "门上玻璃裂了"), "配换玻璃", "people"),
    Fault("空调", 4, 1, 6, "", 0, ROOMS, ("空调不制冷", "空调漏水"), "清洗滤网，加氟", "age"),
    Fault(
        "投影一体机",
        6,
        0,
        6,
        "",
        0,
        TECH,
        ("一体机没有声音", "投影偏色，看不清", "触摸屏没反应"),
        "重装驱动，校准触摸",
        "age",
    ),
    Fault(
        "电脑", 4, 1, 6, "", 0, ("function_room", "office"), ("学生机无法开机", "电脑蓝屏"), "更换内存并重装系统", "age"
    ),
    Fault(
        "网络", 3, 1, 5, "水晶头", 8, ("office", "function_room"), ("办公室上不了网", "网口松动"), "重做水晶头", "age"
    ),
    Fault("饮水机", 3, 1, 4, "", 0, ("classroom", "office"), ("饮水机不加热", "饮水机漏水"), "更换温控器", "age"),
    Fault(
        "墙面地面",
        2,
        1,
        3,
        "水泥",
        3,
        ("corridor", "classroom"),
        ("地砖翘起，容易绊倒", "墙皮脱落"),
        "重新铺贴、粉刷",
        "age",
    ),
    Fault("便池水箱", 3, 4, 8, "冲水阀", 7, ("toilet",), ("冲水阀坏，长流水", "水箱不上水"), "更换冲水阀"),
    Fault("体育器材", 3, 0, 3, "", 0, OUT, ("单杠开裂", "足球门松动", "音柱松动"), "焊接加固"),
    Fault("围墙护栏", 2, 1, 18, "铁丝网", 20, OUT, ("护栏被翻越损坏", "铁丝网脱落"), "修补并扎拉铁丝网", "people"),
    Fault("监控", 2, 0, 2, "", 0, OUT, ("摄像头黑屏",), "更换电源", "weather"),
    Fault("消防设施", 2, 0, 2, "", 0, ("corridor",), ("应急灯不亮",), "更换电池", "age"),
]
