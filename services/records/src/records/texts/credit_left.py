"""What mails say of money that lies unused on an account, German first, then English."""

from chassis.values import LocalizedText

CREDIT = LocalizedText(de="Guthaben", en="Credit")
HOW_TO_GET_IT_BACK = LocalizedText(
    de="Das Guthaben auf Ihrem Gebührenkonto bleibt Ihres. Möchten Sie es zurückhaben, wenden Sie"
    "\nsich an den Studierendenservice: Er sieht die Erstattung vor, und Sie nennen das Konto, auf"
    " das\nsie überwiesen wird, im Portal oder, wenn Sie keinen Zugang haben, beim"
    " Studierendenservice.",
    en="The credit on your fee account stays yours. If you want it back, turn to Student Services:"
    "\nthey propose the refund, and you name the account that it is transferred to, in the portal"
    " or,\nwithout access to it, at Student Services.",
)
