"""Pages that need no role: start, signing in, verification, help, the visitor's own account."""

from portal import menu
from portal.page import POST, Page
from portal.pages import (
    account,
    activation,
    lotteries,
    public,
    receipt_verification,
    sign_in,
    verification,
)

EVERYBODY = (
    Page("", public.start),
    Page("contact", public.contact),
    Page("it-services", public.it_services),
    Page("verify", verification.show),
    Page("verify", verification.look_up, method=POST),
    Page("receipts/verify", receipt_verification.show),
    Page("receipts/verify", receipt_verification.look_up, method=POST),
    Page("lotteries/{sitting_id:uuid}", lotteries.show),
    Page("lotteries/{sitting_id:uuid}/publication", lotteries.publication),
    Page("sign-in", sign_in.show),
    Page("sign-in", sign_in.submit, method=POST),
    Page("sign-out", sign_in.sign_out, method=POST, form_path="signed-out"),
    Page("signed-out", sign_in.signed_out),
    Page("activate", activation.show),
    Page("activate", activation.submit, method=POST),
    Page("activated", activation.done),
    Page("account", account.show, menu.GET_ACCOUNT),
)
