#!/bin/sh
# A to-do of e-cology's interface, from its beginning to its end. BRIDGE is where the server is, SECRET what
# `npx approval-bridge sources secret oa` printed, RECEIVER somebody as the source calls them.
set -eu
: "${BRIDGE:=http://localhost:3000}" "${SECRET:?}" "${RECEIVER:=u_lead}" "${SOURCE:=oa}"
now=$(date +%s)000
push() {
  curl -sS --fail-with-body -H 'content-type: application/json' -d "$2" \
    "$BRIDGE/sources/$SOURCE/$SECRET/$1"
  echo
}
item() {
  printf '{"syscode":"OA","flowid":"%s","requestname":"采购笔记本电脑","workflowname":"采购申请","nodename":"部门经理","pcurl":"/workflow/17","appurl":"","creator":"u_dev","createdatetime":"2026-11-20 09:00:00","receiver":"%s","receivedatetime":"2026-11-20 09:30:00","isremark":"0","viewtype":"0","receivets":"%s"}' \
    "$now" "$RECEIVER" "$1"
}
push rest/ofs/ReceiveRequestInfoByJson "$(item "$now")"
printf 'It is among the to-dos, with a card. Enter ends it. ' && read -r _
push rest/ofs/processDoneRequestByJson "$(item "$((now + 1))")"
# All that is open, once a night: what got lost on the way comes right.
# push snapshot '{"items":[…]}'
