"""Claims of the sample school: every purchase is claimed and paid, with what goes wrong now and then."""

from datetime import timedelta
from decimal import Decimal

from finance import services
from finance.models import Invoice
from finance.sample.accounts import BANK, CASH, TREASURY, account
from finance.sample.invoices import kept_invoice
from finance.selectors.claims import Seat, received_of, signers_of
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting

FIRST_NUMBER = 24372000000030000000
EMERGENCY = "食堂主水管爆裂，先抢修后补批，已报分管校长"


def account_for(sample, source, way="transfer"):
    """Return the account that pays: cash out of the safe, the canteen's money from the bank, all else from the treasury."""
    name = CASH if way == "cash" else BANK if source in ("canteen", "donation") else TREASURY
    return account(sample.school, name)


def enter(sample, *, seller, amount, by, issued_on=None, kind="electronic"):
    """Enter one invoice with its original: e-invoices as XML of the tax office, all others photographed."""
    number = str(FIRST_NUMBER + Invoice.objects.of_school(sample.school).count() * 137)
    if kind == "receipt":
        number = number[-7:]
    day = issued_on or clock.today()
    return services.enter_invoice(
        sample.school, kind=kind, number=number, issued_on=day, seller=seller, amount=amount, by=by,
        photos=[kept_invoice(sample.school, by, kind, number, day, seller, amount)],
    )  # fmt: skip


class ClaimStory:
    """One claim on its way; ``story`` sets the clock, each act later than the one before."""

    def __init__(self, story):
        self.story, self.sample = story, story.sample

    def make(self, *, by, amount, seller, kind="electronic", issued_on=None, **facts):
        with self.story.later(days=1):
            invoice = enter(self.sample, seller=seller, amount=amount, by=by, kind=kind, issued_on=issued_on)
            self.claim = services.make_claim(self.sample.school, by=by, invoices=[invoice], **facts)
        return self.claim

    def of_purchase(self, request):
        """Let the buyer claim a purchase: paid to its supplier where that is entered, else back to the buyer."""
        buyer = request.bought_by
        to = {"supplier": request.seller} if request.seller else {"person": buyer}
        early = request.bought_first
        return self.make(
            by=buyer, amount=received_of(request), seller=request.supplier or request.title, issued_on=request.bought_on,
            title=request.title, purchase=request, order_reason=EMERGENCY if early else "", **to,
        )  # fmt: skip

    def sign(self, who, verb="agree", word=""):
        person = self.sample.person(who) if isinstance(who, str) else who
        with self.story.later():
            services.sign_claim(self.claim, by=person, verb=verb, word=word)
        self.claim.refresh_from_db()

    def decide(self):
        with self.story.later(days=1):
            case = case_of(self.claim)
            approvals.agree(case, by=seats_waiting(case).first().person, opinion="同意报销。")
        self.claim.refresh_from_db()

    def acceptor(self):
        """Return one of those who accepted the goods and do not sign later, the storekeeper where nobody did."""
        later = {self.sample.person("accountant").pk, self.sample.person("principal").pk}
        accepted = (
            signers_of(self.claim, Seat.ACCEPTOR) if self.claim.purchase_id else [self.sample.person("storekeeper")]
        )
        return next(person for person in accepted if person.pk not in later)

    def grant(self):
        self.sign(self.acceptor(), word="实物与发票相符")
        self.sign("accountant")
        self.decide()

    def pay(self, *, wrong_account="", **facts):
        source = account_for(self.sample, self.claim.budget_source, self.claim.way)
        if wrong_account:
            source = account(self.sample.school, wrong_account)
        with self.story.later(days=1):
            voucher = f"记-{clock.today():%m}-{self.sample.random.randint(1, 90):03d}"
            services.pay_claim(
                self.claim, account=source, on=clock.today(), voucher=voucher, by=self.sample.person("cashier"), **facts
            )  # fmt: skip
        self.claim.refresh_from_db()

    def whole(self, **facts):
        self.grant()
        self.pay(**facts)


def claim_and_pay(story):
    """What every purchase of the sample ends with."""
    told = ClaimStory(story)
    told.of_purchase(story.request)
    told.whole()
    story.request.refresh_from_db()
    return told


def tell_journey(story, item):
    """外出培训: rail tickets and a room, paid back to whoever travelled."""
    title, role, amount = item
    told, person = ClaimStory(story), story.sample.person(role)
    told.make(by=person, amount=Decimal(amount), seller="市教师发展中心招待所", title=title, person=person)
    told.whole()


def tell_stood_in(story, item):
    """代: the acceptor is away for three days, and somebody else looks at the papers in her place."""
    title, role, amount = item
    told, person = ClaimStory(story), story.sample.person(role)
    away, stand_in = story.sample.person("acceptor"), story.sample.person("duty_leader")
    told.make(by=person, amount=Decimal(amount), seller="市教师发展中心招待所", title=title, person=person)
    with story.later():
        approvals.set_stand_in(
            away, school=story.sample.school, stand_in=stand_in, starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=2), reason="外出培训", by=away,
        )  # fmt: skip
    told.sign(stand_in, word="票据与行程相符")
    told.sign("accountant")
    told.decide()
    told.pay()


def tell_cash(story, item):
    """Vegetable seedlings from a farmer who takes no transfer."""
    told, keeper = ClaimStory(story), story.sample.person("storekeeper")
    told.make(
        by=keeper, amount=Decimal("1260.00"), seller="城郊苗木合作社", kind="receipt", title="劳动实践基地菜苗和有机肥",
        person=keeper, way="cash", cash_reason="向村民零星收购，无对公账户，现场三人验收",
    )  # fmt: skip
    told.sign("acceptor", word="数量相符")
    told.sign("accountant")
    told.decide()
    told.pay()


def tell_mismatch(story, item):
    """购物不符实者一律不予报销: fewer came than the invoice says."""
    told, buyer = ClaimStory(story), story.sample.person("buyer")
    told.make(
        by=buyer,
        amount=Decimal("864.00"),
        seller="日杂批发市场",
        kind="paper",
        title="清洁用品（洗手液 48 瓶）",
        person=buyer,
    )
    told.sign("acceptor", "refuse", "实收 36 瓶，发票开 48 瓶，购物不符，不予报销。请商家按实收数量重开发票。")


def tell_returned(story, item):
    """The reviewer wants the list behind a summary invoice; then it passes."""
    told, doctor = ClaimStory(story), story.sample.person("doctor")
    claim = told.make(by=doctor, amount=Decimal("318.50"), seller="康民医药公司", title="医务室常用药品", person=doctor)
    told.sign("acceptor", word="药品已入柜")
    told.sign("accountant", "return", "发票项目为“药品一批”，请附销货清单。")
    with story.later(days=2):
        papers = [item.invoice for item in claim.items.select_related("invoice")]
        services.change_claim(
            claim, title=claim.title, reason="已附销货清单", invoices=papers, person=doctor, by=doctor
        )
    with story.later():
        told.claim = services.submit_claim(claim, by=doctor)
    told.whole()


def tell_advance(story, item):
    """Drawn for a study trip, forgotten beyond its day, then settled: part by invoices, the rest in cash."""
    sample, teacher = story.sample, story.sample.person("it")
    advance = _draw(story, teacher, "赴省城参加信息技术装备展", Decimal(2000), days=10)
    told = ClaimStory(story)
    with story.later(days=12):
        pass
    told.make(by=teacher, amount=Decimal("1642.00"), seller="锦江之星酒店", title="装备展差旅费", person=teacher)
    told.grant()
    told.pay(advance=advance)
    with story.later():
        services.return_cash(
            advance,
            amount=Decimal(358),
            account=account(sample.school, CASH),
            on=clock.today(),
            by=sample.person("cashier"),
        )


def tell_outstanding(story, item):
    """Advances under way: within its time, beyond it after being paid out anew for a slip, and waiting for the cashier."""
    sample = story.sample
    _draw(story, sample.person("doctor"), "参加卫生保健培训", Decimal(800), days=3)
    advance = _draw(story, sample.person("buyer"), "运动会零星采购备用金", Decimal(1500), days=45)
    with story.later():
        advance = services.undo_paying_out(
            advance, reason="支出账户选错，撤销后重新支付", on=clock.today(), by=sample.person("accountant")
        )
        _pay_out(sample, advance)
    _grant(story, sample.person("class_teacher"), "外出研学门票、车费", Decimal(600), days=10)


def _draw(story, person, purpose, amount, *, days):
    advance = _grant(story, person, purpose, amount, days=days)
    with story.later():
        return _pay_out(story.sample, advance)


def _grant(story, person, purpose, amount, *, days):
    sample = story.sample
    with story.later(days=1):
        advance = services.ask_advance(
            sample.school, purpose=purpose, amount=amount, due_on=clock.today() + timedelta(days=days), by=person
        )
    with story.later():
        case = case_of(advance)
        approvals.agree(case, by=seats_waiting(case).first().person, opinion="同意，按期结清。")
    advance.refresh_from_db()
    return advance


def _pay_out(sample, advance):
    return services.pay_out_advance(
        advance, account=account_for(sample, advance.source), on=clock.today(), by=sample.person("cashier")
    )


def make_waiting_claims(story):
    """What waits at the desks today: for the acceptor, for the accountant, for the cashier, and one sent back."""
    told, sample = ClaimStory(story), story.sample
    told.make(
        by=sample.person("life_teacher"), amount=Decimal("96.00"), seller="惠民超市", kind="receipt",
        title="宿舍针线、衣架", person=sample.person("life_teacher"),
    )  # fmt: skip
    told.make(
        by=sample.person("safety_officer"), amount=Decimal("240.00"), seller="安盾消防器材店", kind="paper",
        title="灭火器压力表更换", person=sample.person("safety_officer"),
    )  # fmt: skip
    told.sign("acceptor", word="已更换，指针在绿区")
    told.make(
        by=sample.person("clerk"), amount=Decimal("3086.40"), seller="市自来水公司", title="本月水费",
        supplier=services.supplier_named(sample.school, "市自来水公司", by=sample.person("clerk")),
    )  # fmt: skip
    told.grant()
    told.make(
        by=sample.person("repairer"), amount=Decimal("58.00"), seller="顺发五金水暖店", kind="receipt", title="急用螺栓、膨胀钉",
        person=sample.person("repairer"),
    )  # fmt: skip
    told.sign("acceptor", "return", "收据未盖章，请补盖商家印章。")


def tell_unpaid(story, item):
    """The cashier paid out of the wrong account; the accountant takes it back, and it is paid as it should be."""
    title, role, amount = item
    sample, told, person = story.sample, ClaimStory(story), story.sample.person(role)
    told.make(by=person, amount=Decimal(amount), seller="市教师发展中心招待所", title=title, person=person)
    told.grant()
    told.pay(wrong_account=CASH)
    with story.later(days=1):
        services.undo_payment(
            told.claim.payments.get(), reason="误从库存现金账户列支，应由零余额账户转账", on=clock.today(),
            by=sample.person("accountant"),
        )  # fmt: skip
    told.claim.refresh_from_db()
    told.pay()


CLAIMS = [
    (tell_journey, ("骨干教师外出培训差旅费", "class_teacher", "1186.00")),
    (tell_advance, None),
    (tell_cash, None),
    (tell_mismatch, None),
    (tell_returned, None),
    (tell_stood_in, ("教研员听课差旅费", "teacher", "342.50")),
    (tell_unpaid, ("名师工作室研讨差旅费", "head", "268.00")),
]
