// The link on a certificate carries the verification number in the address's fragment, which
// browsers do not send. This copies it into the field; without it people type the number.
"use strict";

const digits = decodeURIComponent(window.location.hash).replace(/\D/g, "");
const field = document.getElementById("verification_number");
if (digits.length === 16 && field && !field.value) {
  field.value = digits.match(/\d{4}/g).join(" ");
  window.history.replaceState(null, "", window.location.pathname);
}
