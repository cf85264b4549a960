#!/bin/sh
# What another system does with an approval, from its start to its end.
#
#   ADMIN_TOKEN=… npx approval-bridge services add erp --definitions leave --may start,read,withdraw,comment
#   BRIDGE=http://localhost:3000 TOKEN=svc_… INITIATOR=u_dev sh examples/service.sh
#
# Against the local stand-in of `npm start` it works as it is; the form is that of the sample `leave`.
set -eu
: "${BRIDGE:=http://localhost:3000}" "${TOKEN:?the token that services add printed}" "${INITIATOR:=u_dev}"

ask() {
  method=$1 path=$2
  shift 2
  curl --silent --show-error --fail-with-body --request "$method" "$BRIDGE/api/v1$path" \
    --header "Authorization: Bearer $TOKEN" --header 'Accept-Language: en-US' "$@"
}
json='Content-Type: application/json'
field() { node -e 'let t="";process.stdin.on("data",(d)=>t+=d).on("end",()=>console.log(JSON.parse(t)[process.argv[1]]))' "$1"; }

echo 'What may I start?'
ask GET /definitions
echo

echo 'Start one. With the same key it may be repeated, whatever became of the first answer.'
key="example-$(date +%s)"
form='{"kind":"annual","period":{"from":"2026-12-01","fromHalf":"am","to":"2026-12-01","toHalf":"pm"},"reason":"Started by another system"}'
start() {
  ask POST /instances --header "$json" --header "Idempotency-Key: $key" \
    --data "{\"definition\":\"leave\",\"initiator\":\"$INITIATOR\",\"form\":$form}"
}
id=$(start | field id)
[ "$(start | field id)" = "$id" ]
echo "$id"

echo 'Say something about it.'
ask POST "/instances/$id/comment" --header "$json" --data '{"text":"Order 4711 waits for this."}' | field status

echo 'What changed?'
ask GET '/instances?definition=leave&status=PENDING&updatedSince=0&limit=5'
echo

echo 'How does it stand?'
ask GET "/instances/$id" | field status

echo 'Take it back.'
ask POST "/instances/$id/withdraw" --header "$json" --data '{"reason":"The order was cancelled."}' | field status
