"""The people of the sample school. Their login names are their roles; all have the same password."""

PASSWORD = "yucai-2026"

# role key, names of the people who hold it; the first signs in as the key itself, the next as key2, …
PEOPLE = [
    ("principal", ["周明远"]),
    ("party_secretary", ["何建国"]),
    ("vice_principal", ["林海燕"]),
    ("director", ["陈志强"]),
    ("admin", ["吴小敏"]),
    ("head", ["刘芳", "张伟", "邓丽萍"]),
    ("accountant", ["王丽华"]),
    ("clerk", ["孙秀英"]),
    ("cashier", ["赵敏"]),
    ("asset_keeper", ["郑国平"]),
    ("it", ["徐磊"]),
    ("doctor", ["黄晓兰"]),
    ("duty_leader", ["马俊"]),
    ("buyer", ["朱文斌"]),
    ("acceptor", ["胡玉梅"]),
    ("storekeeper", ["郭建华"]),
    ("repairer", ["李大山", "钱福生", "罗永贵"]),
    ("canteen_manager", ["梁秋月"]),
    ("food_safety_director", ["谢志刚"]),
    ("food_safety_officer", ["宋丽娟"]),
    ("cook", ["唐桂花", "韩春生"]),
    ("safety_officer", ["冯卫东"]),
    ("guard", ["于长海", "董建军"]),
    ("life_teacher", ["萧玉兰"]),
    ("class_teacher", ["程雪梅", "曹文静", "袁小琴", "彭丽", "潘晓东", "蒋玉洁"]),
    ("teacher", ["蔡明", "余佳", "杜鹃", "叶青", "魏东", "苏晴", "吕航", "丁一"]),
    ("parents", ["任家长"]),
    ("inspector", ["沈督导"]),
    ("bureau", ["姜科长"]),
]

# Which holders work only on one campus: (role key, place in the list) → campus.
ONLY_ON = {
    ("repairer", 0): "south",
    ("repairer", 2): "north",
    ("guard", 0): "south",
    ("guard", 1): "north",
    ("head", 2): "kindergarten",
}

# Who has drawn a signature, by role key; everybody else's papers show the name alone.
HAVE_DRAWN = ["principal", "director", "accountant", "buyer", "duty_leader", "storekeeper"]

# Departments: name, kind, role key and place of the head.
DEPARTMENTS = [
    ("总务处", "office", ("director", 0)),
    ("教导处", "office", ("head", 0)),
    ("政教处", "office", ("head", 1)),
    ("财务室", "office", ("accountant", 0)),
    ("信息中心", "office", ("it", 0)),
    ("附属幼儿园", "office", ("head", 2)),
    ("高年级组", "grade_group", ("head", 1)),
    ("低年级组", "grade_group", ("head", 0)),
]
