"""What people contribute to shared pages and jobs."""

from logistics import hooks

LOGGING_ROLES = [
    "director", "admin", "asset_keeper", "it", "doctor", "duty_leader", "buyer", "acceptor", "storekeeper", "repairer",
    "canteen_manager", "food_safety_director", "food_safety_officer", "cook", "safety_officer", "guard", "life_teacher",
    "clerk",
]  # fmt: skip


@hooks.role_grants.register(order=10)
def grants():
    """Whoever logs the work of the office gets the page 填报; the administrator keeps people and places."""
    granted = {role: ["people.log_work"] for role in LOGGING_ROLES}
    granted["admin"] = [*granted["admin"], "school.manage_school", "people.manage_people"]
    granted["director"] = [*granted["director"], "school.manage_school", "people.manage_people"]
    granted["principal"] = ["school.manage_school"]
    return granted
