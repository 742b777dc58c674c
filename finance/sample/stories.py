"""How single purchases went."""

from datetime import time, timedelta
from decimal import Decimal

from finance import services
from finance.models import Supplier
from finance.sample import goods
from finance.sample.claims import CLAIMS, ClaimStory, claim_and_pay
from finance.sample.passing import PASSING
from finance.sample.setup import line_for
from finance.sample.sheets import quotes_for, sheet_for
from finance.sample.supplies import (
    AVOIDED,
    COMPARED,
    COPIER,
    EMERGENCY,
    FRIDGE,
    LARGE,
    PENDING,
    REFUSED,
    RETURNED,
    SENT_BACK,
    SPLIT,
    UNCOMPARED,
    WHY_OVER,
)
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting

QUOTED_FROM = Decimal(1000)  # yuan


def make_term(sample, days, supplies):
    """Supplies spread over the term up to its last week, one paid above approval, and the odd ones between.

    Told in the order of their days, so that numbers follow them.
    """
    room = max(len(days) - 14, 1)
    stories = [
        (number * room // len(supplies), tell_above if number == 4 else tell_usual, supply)
        for number, supply in enumerate(supplies)
    ]
    odd = [(tell_usual, LARGE), (tell_refused, REFUSED), (tell_returned, RETURNED), (tell_emergency, EMERGENCY)]
    odd += [(tell_compared, COMPARED), (tell_one_quote, UNCOMPARED)]
    stories += [(number * room // 7, tell, item) for number, (tell, item) in enumerate(odd, start=1)]
    stories += [(room // 3 + 4 * lot, tell_usual, item) for lot, item in enumerate(SPLIT)]
    stories += [(number * room // 8, tell, item) for number, (tell, item) in enumerate(PASSING, start=1)]
    stories += [(number * room // 7, tell, item) for number, (tell, item) in enumerate(CLAIMS, start=1)]
    stories += [(room // 5 + 9 * lot, tell_avoided, item) for lot, item in enumerate(AVOIDED)]
    for index, tell, item in sorted(stories, key=lambda story: story[0]):
        story = Story(sample, days, index)
        tell(story, item)


def tell_usual(story, item):
    story.ask(item)
    story.approve()
    story.buy_and_pay()


def tell_above(story, item):
    """Delivery cost extra: it is claimed by itself, since a purchase is paid as it was approved."""
    story.ask(item)
    story.approve()
    story.buy_and_pay()
    buyer = story.sample.person("buyer")
    told = ClaimStory(story)
    told.make(
        by=buyer, amount=Decimal(36), seller="顺达货运", kind="receipt", title=f"{story.request.title}运费",
        reason=story.request.number, person=buyer,
    )  # fmt: skip
    told.whole()


def tell_refused(story, item):
    story.ask(item)
    story.sign()
    story.sign("refuse", "现有沙发可以维修，暂不购置。")


def tell_avoided(story, item):
    """There already: given up before it was submitted, or refused by whoever was to sign first."""
    *facts, (instead, by_a_signer) = item
    story.draft(facts)
    if by_a_signer:
        story.submit()
    by = seats_waiting(case_of(story.request)).first().person if by_a_signer else story.by
    with story.later():
        services.use_what_is_there(story.request, instead=instead, by=by)


def tell_returned(story, item):
    """Sent back for want of a comparison, changed, submitted again and carried out."""
    story.ask(item)
    story.sign("return", "请比较两家价格，数量减半。")
    story.change([{**line, "quantity": Decimal(10)} for line in lines_of(item)])
    story.approve()
    story.buy_and_pay()


def tell_sent_back(story, item):
    """Sent back for want of a list; whoever asked has not come to it yet."""
    story.ask(item)
    story.sign("return", "请附各年级需求清单，并说明旧展板能否再用。")


def tell_emergency(story, item):
    """Bought on the morning itself and approved afterwards."""
    story.ask(item, emergency=True)
    story.buy()
    story.approve()
    story.pay()


def make_waiting(sample, days):
    """What waits today: with the principal since before the weekend, with a head, with the director."""

    def story_of(item, before):
        return approved(sample, days, item, before)

    goods.make_late(story_of)
    fridge = Story(sample, days, len(days) - 7)
    fridge.draft(FRIDGE)
    offers = {"盛世厨房设备有限公司": 1, "宏达厨具店": Decimal("0.95"), "恒通电器行": Decimal("1.1")}
    fridge.compare(offers, why="两家容积相同，此家压缩机质保五年，且两小时内上门维修")
    fridge.submit()
    fridge.approve_up_to(sample.person("principal"))
    copier = compared_copier(sample, days)
    goods.make_under_way(story_of)
    tell_sent_back(Story(sample, days, len(days) - 2), SENT_BACK)
    for number, item in enumerate(PENDING):
        Story(sample, days, len(days) - 2 + number).ask(item)
    goods.order(copier, days=6, expected=10)


def compared_copier(sample, days):
    """Return the story of a copier with its three quotes and its approval, to be ordered by government procurement."""
    copier = Story(sample, days, len(days) - 6)
    copier.draft(COPIER)
    offers = {"育新电脑公司": 1, "恒通电器行": Decimal("1.05"), "科仪教学设备公司": Decimal("1.12")}
    copier.compare(offers, why="价格最低，四小时内上门维修，与现有墨粉通用")
    copier.submit()
    copier.approve()
    return copier


def approved(sample, days, item, before):
    """Return a story asked for and approved in the last days."""
    story = Story(sample, days, len(days) - before)
    story.ask(item)
    story.approve()
    return story


def tell_compared(story, item):
    """Three quotes before it is submitted, the cheapest taken."""
    story.draft(item)
    story.compare({"日杂批发市场": 1, "雅居布艺": Decimal("1.08"), "文华办公用品店": Decimal("1.15")})
    story.submit()
    story.approve()
    story.buy_and_pay()


def tell_one_quote(story, item):
    """Approved in a hurry with a single quote."""
    story.draft(item)
    story.compare({story.supplier: 1}, choose=False)
    story.submit()
    story.approve()
    story.buy()


def lines_of(item):
    return [
        {
            "name": name, "spec": spec, "quantity": Decimal(quantity), "measure_word": unit, "unit_price": Decimal(price),
        }
        for name, spec, quantity, unit, price in item[-1]
    ]  # fmt: skip


class Story:
    """One purchase on its way through the days; each act takes place later than the one before."""

    def __init__(self, sample, days, index):
        self.sample, self.days = sample, days
        self.index, self.acts = max(min(index, len(days) - 1), 0), 0

    def later(self, days=0):
        """Set the clock to the next act: ``days`` school days on, a little later on the same day."""
        self.index = min(self.index + days, len(self.days) - 1)
        self.acts += 1
        return clock.set_to(clock.at(self.days[self.index], time(8, 10)) + timedelta(minutes=23 * self.acts))

    def ask(self, item, *, emergency=False):
        self.draft(item, emergency=emergency)
        self.submit()

    def draft(self, item, *, emergency=False):
        title, reason, (role, department), kind, budget_source, self.supplier, _lines = item
        department = self.sample.departments[department]
        self.by = self.requester(role, department)
        with self.later():
            line = line_for(self.sample.school, budget_source, kind)
            self.request = services.draft_request(
                self.sample.school,
                by=self.by,
                title=title,
                reason=reason,
                lines=lines_of(item),
                department=department,
                kind=kind,
                budget_source=budget_source,
                budget_line=line,
                over_reason=WHY_OVER if budget_source == "after_school" else "",
                seller=self.seller(),
                emergency=emergency,
                photos=self.quotes(item, self.by),
            )

    def submit(self):
        with clock.set_to(clock.at(self.days[self.index], time(8, 20)) + timedelta(minutes=23 * self.acts)):
            self.request = services.submit_request(self.request, by=self.by)

    def seller(self):
        return Supplier.objects.of_school(self.sample.school).filter(name=self.supplier).first()

    def compare(self, offers, *, choose=True, why=""):
        """Enter quotes: {supplier: times the amount}; take the first one."""
        with clock.set_to(clock.at(self.days[self.index], time(8, 15)) + timedelta(minutes=23 * self.acts)):
            suppliers = {each.name: each for each in Supplier.objects.of_school(self.sample.school)}
            quotes = [
                services.record_quote(
                    self.request, supplier=suppliers[name], prices=self.asked(times), by=self.by,
                    terms=self.sample.random.choice(["送货上门，质保一年", "三日内送达", "含安装，质保两年"]),
                    photos=[sheet_for(self.request, times, by=self.by)],
                )
                for name, times in offers.items()
            ]  # fmt: skip
            if choose:
                services.choose_quote(quotes[0], reason=why, by=self.by)

    def asked(self, times):
        """Return what a supplier asks for each line, ``times`` what the request expects."""
        return {line.pk: round(line.unit_price * times, 1) for line in self.request.lines.all()}

    def quotes(self, item, by):
        """Photograph two quotes for what costs more than a thousand."""
        lines = lines_of(item)
        if sum(line["quantity"] * line["unit_price"] for line in lines) < QUOTED_FROM:
            return []
        return quotes_for(lines, school=self.sample.school, by=by, random=self.sample.random)

    def requester(self, role, department):
        return department.head if role == "head" else self.sample.person(role)

    def sign(self, verb="agree", opinion=""):
        case = case_of(self.request)
        person = seats_waiting(case).first().person
        if verb == "agree":
            opinion = self.sample.random.choice(["同意。", "同意，请按规定采购。", "", "情况属实，同意。"])
        with self.later(days=self.acts % 2):
            approvals.decide(case, verb=verb, by=person, opinion=opinion)
        self.request.refresh_from_db()

    def approve(self):
        while self.request.status == "pending":
            self.sign()

    def approve_up_to(self, person):
        """Give every signature before that of ``person``."""
        while not seats_waiting(case_of(self.request)).filter(person=person).exists():
            self.sign()

    def change(self, lines):
        request = self.request
        with self.later(days=1):
            services.change_request(
                request,
                by=request.requested_by,
                title=request.title,
                reason=f"{request.reason}，已比价两家",
                lines=lines,
            )
        with self.later():
            self.request = services.submit_request(request, by=request.requested_by)

    def buy(self, days=0):
        """Order it, let it come, and hand it over."""
        goods.receive(self, goods.order(self, days))

    def pay(self):
        claim_and_pay(self)

    def buy_and_pay(self):
        self.buy(days=1)
        self.pay()
