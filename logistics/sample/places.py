"""The places of the sample school: campus → [(building or None, kind, [rooms])]."""

CAMPUSES = [
    ("south", "南校区", "campus"),
    ("north", "北校区", "campus"),
    ("kindergarten", "附属幼儿园", "kindergarten"),
]

PLACES = {
    "south": [
        (
            "一号教学楼",
            "classroom",
            ["101", "102", "103", "104", "201", "202", "203", "204", "301", "302", "303", "304"],
        ),
        ("一号教学楼", "toilet", ["一楼男厕", "一楼女厕", "二楼男厕", "二楼女厕"]),
        ("一号教学楼", "office", ["高年级办公室", "低年级办公室"]),
        ("一号教学楼", "corridor", ["东楼梯", "西楼梯"]),
        ("综合楼", "function_room", ["微机室", "科学实验室", "图书室", "多功能厅", "音乐教室", "美术教室"]),
        ("综合楼", "office", ["校长室", "总务处", "教导处", "财务室", "保健室"]),
        ("学生宿舍", "dorm_room", ["101", "102", "103", "104", "201", "202", "203", "204"]),
        ("学生宿舍", "toilet", ["一楼洗漱间", "二楼洗漱间"]),
        ("食堂", "canteen", ["厨房", "就餐大厅", "仓库"]),
        (None, "outdoor", ["运动场", "单车棚", "校门口", "花园"]),
    ],
    "north": [
        ("教学楼", "classroom", ["101", "102", "103", "104", "201", "202", "203", "204"]),
        ("教学楼", "toilet", ["一楼男厕", "一楼女厕", "二楼厕所"]),
        ("教学楼", "office", ["教师办公室"]),
        ("教学楼", "function_room", ["微机室", "舞蹈室"]),
        ("食堂", "canteen", ["厨房", "就餐大厅"]),
        (None, "outdoor", ["运动场", "校门口"]),
    ],
    "kindergarten": [
        ("活动楼", "classroom", ["大一班", "大二班", "中一班", "中二班", "小一班", "小二班"]),
        ("活动楼", "function_room", ["午睡室", "音体室"]),
        ("活动楼", "toilet", ["盥洗室"]),
        (None, "outdoor", ["游乐场"]),
    ],
}

# classes: campus, grade, name, room
CLASSES = [
    *[
        (
            "south",
            grade,
            f"{'一二三四五六'[grade - 1]}（{number}）班",
            f"一号教学楼 {(grade - 1) // 2 + 1}0{(grade - 1) % 2 * 2 + number}",
        )
        for grade in range(1, 7)
        for number in (1, 2)
    ],
    *[
        (
            "north",
            grade,
            f"{'一二三四'[grade - 1]}（{number}）班",
            f"教学楼 {(grade - 1) // 2 + 1}0{(grade - 1) % 2 * 2 + number}",
        )
        for grade in range(1, 5)
        for number in (1, 2)
    ],
    *[("kindergarten", 0, room, f"活动楼 {room}") for room in PLACES["kindergarten"][0][2]],
]
