"""Pupils of the sample school: thirty to forty-five in each class, with believable names."""

from random import Random

from logistics import clock
from logistics.school import services
from logistics.school.models import Pupil

SEED = 15
SURNAMES = "李王张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹易常武乔贺赖龚文"
FIRST = [
    "子",
    "梓",
    "雨",
    "欣",
    "浩",
    "佳",
    "思",
    "宇",
    "一",
    "诗",
    "嘉",
    "俊",
    "晓",
    "文",
    "可",
    "若",
    "天",
    "书",
    "明",
    "心",
]
SECOND = [
    "涵",
    "轩",
    "桐",
    "怡",
    "然",
    "琪",
    "博",
    "辰",
    "萱",
    "睿",
    "妍",
    "泽",
    "航",
    "悦",
    "宸",
    "雯",
    "阳",
    "霖",
    "洋",
    "颖",
]
RELIEFS = {11: Pupil.Relief.POOR, 29: Pupil.Relief.ALLOWANCE}  # by place in the class


def enter_pupils(sample):
    """Enter all classes at once; a few pupils have a relief."""
    random, day = Random(SEED), clock.today()
    rows = [
        {
            "school_class": school_class,
            "name": random.choice(SURNAMES) + random.choice(FIRST) + random.choice(SECOND),
            "number": f"G{day.year - school_class.grade}{school_class.pk % 1000:03d}{place:02d}",
            "joined_on": day,
            "relief": RELIEFS.get(place, "") if school_class.grade else "",
        }
        for school_class in sample.classes
        for place in range(1, random.randint(30, 45) + 1)
    ]
    services.enter_pupils(sample.school, rows, by=sample.person("admin"))


def leave(sample, school_class, day, left_for):
    """Let the first pupil of a class leave."""
    with sample.at(day, "09:30"):
        pupil = Pupil.objects.filter(school_class=school_class, left_on=None, relief="").order_by("number").first()
        services.leave_school(pupil, left_on=day, left_for=left_for, by=sample.person("admin"))
