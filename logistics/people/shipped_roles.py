"""The roles every school begins with ("Who uses it" of DESIGN), lowest first within a line of command.

Each row: key, Chinese name, key of the next superior. The names are the school's own data, so they are Chinese here.
"""

ROLES = [
    ("principal", "校长", None),
    ("party_secretary", "党组织书记", None),
    ("vice_principal", "分管副校长", "principal"),
    ("director", "总务主任", "vice_principal"),
    ("admin", "学校管理员", "director"),
    ("head", "部门负责人", "vice_principal"),
    ("accountant", "会计", "vice_principal"),
    ("clerk", "报账员", "accountant"),
    ("cashier", "出纳", "accountant"),
    ("asset_keeper", "资产管理员", "director"),
    ("it", "信息技术管理员", "director"),
    ("doctor", "校医（保健教师）", "director"),
    ("duty_leader", "值周行政", "vice_principal"),
    ("buyer", "采购员", "director"),
    ("acceptor", "验收人", "director"),
    ("storekeeper", "保管员", "director"),
    ("repairer", "维修工", "director"),
    ("canteen_manager", "食堂管理员", "director"),
    ("food_safety_director", "食品安全总监", "principal"),
    ("food_safety_officer", "食品安全员", "canteen_manager"),
    ("cook", "食堂人员", "canteen_manager"),
    ("safety_officer", "安全员", "director"),
    ("guard", "门卫", "safety_officer"),
    ("life_teacher", "生活老师", "director"),
    ("class_teacher", "班主任", "head"),
    ("teacher", "教师", "head"),
    ("parents", "家长委员会", None),
    ("inspector", "督导人员", None),
    ("bureau", "上级主管", None),
]
