"""Originals of e-invoices, made here: nothing of them was ever issued."""

import io
import zipfile

from weasyprint import HTML

NUMBER = "24312000000012345678"
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<EInvoice>
  <Header><EIid>{NUMBER}</EIid></Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>91310000MA1K35X00X</SellerIdNum><SellerName>上海明灯照明有限公司</SellerName></SellerInformation>
    <BuyerInformation><BuyerIdNum>12310000425000000X</BuyerIdNum><BuyerName>育才小学</BuyerName></BuyerInformation>
    <BasicInformation><TotalAmWithoutTax>981.42</TotalAmWithoutTax><TotalTax-includedAmount>1109.00</TotalTax-includedAmount></BasicInformation>
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>{NUMBER}</InvoiceNumber><IssueTime>2026-03-05</IssueTime></TaxSupervisionInfo>
</EInvoice>"""
EARLIER = """<?xml version="1.0" encoding="UTF-8"?>
<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">
  <fp:InvoiceCode>031002200111</fp:InvoiceCode><fp:InvoiceNo>47825566</fp:InvoiceNo>
  <fp:IssueDate>2022年11月08日</fp:IssueDate><fp:InvoiceCheckCode>60312478129945017783</fp:InvoiceCheckCode>
  <fp:TaxInclusiveTotalAmount>268.00</fp:TaxInclusiveTotalAmount>
  <fp:Seller><fp:SellerName>文华办公用品店</fp:SellerName><fp:SellerTaxID>92370103MA3D00731A</fp:SellerTaxID></fp:Seller>
</fp:eInvoice>"""
PRINTED = [
    "电子发票（普通发票）", f"发票号码：{NUMBER}", "开票日期：2026年03月05日",
    "名称：育才小学", "统一社会信用代码/纳税人识别号：12310000425000000X",
    "名称：上海明灯照明有限公司", "统一社会信用代码/纳税人识别号：91310000MA1K35X00X",
    "价税合计（大写） 壹仟壹佰零玖元整 （小写） ¥1,109.00",
]  # fmt: skip
PROPERTIES = f"""<?xml version="1.0" encoding="UTF-8"?>
<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>
  <ofd:CustomData Name="发票号码">{NUMBER}</ofd:CustomData><ofd:CustomData Name="开票日期">2026年03月05日</ofd:CustomData>
  <ofd:CustomData Name="价税合计">1109.00</ofd:CustomData><ofd:CustomData Name="销售方名称">上海明灯照明有限公司</ofd:CustomData>
</ofd:CustomDatas></ofd:DocInfo></ofd:DocBody></ofd:OFD>"""
BARE = '<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>'


def ofd(**members):
    """An OFD of these members; ``/`` in their names is written as ``__``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"OFD": BARE, **members}.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def ofd_of_text():
    codes = "".join(f"<ofd:TextObject><ofd:TextCode>{line}</ofd:TextCode></ofd:TextObject>" for line in PRINTED)
    page = f'<?xml version="1.0"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">{codes}</ofd:Page>'
    return ofd(Doc_0__Pages__Page_0__Content=page)


def pdf(lines=PRINTED):
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return HTML(string=f'<html lang="zh"><body style="font-family: sans-serif">{paragraphs}</body></html>').write_pdf()


BOMB = """<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<EInvoice><InvoiceNumber>&c;</InvoiceNumber></EInvoice>"""
