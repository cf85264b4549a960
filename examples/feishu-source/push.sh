#!/bin/sh
# An approval of another system, shown in Feishu by the bridge, with nothing but curl.
#   BRIDGE=https://approvals.example.com SOURCE=erp SECRET=… INITIATOR=u_dev APPROVER=u_lead ./push.sh
set -eu
: "${BRIDGE:=http://localhost:3000}" "${SOURCE:=erp}" "${SECRET:?the secret of the source}"
: "${INITIATOR:?a user_id}" "${APPROVER:?a user_id}"
json='Content-Type: application/json; charset=utf-8'
at() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

token=$(curl -sS -H "$json" "$BRIDGE/open-apis/auth/v3/tenant_access_token/internal" \
  -d "{\"app_id\":\"src_$SOURCE\",\"app_secret\":\"$SECRET\"}" | at tenant_access_token)

call() { curl -sS -H "$json" -H "Authorization: Bearer $token" "$BRIDGE/open-apis/approval/v4/$1" -d "$2"; echo; }

code=$(call external_approvals '{
  "approval_name": "@i18n@1", "approval_code": "purchase",
  "group_code": "buying", "group_name": "@i18n@2",
  "external": { "support_pc": true, "support_mobile": true },
  "viewers": [{ "viewer_type": "TENANT" }],
  "i18n_resources": [{ "locale": "zh-CN", "is_default": true, "texts": [
    { "key": "@i18n@1", "value": "采购订单" }, { "key": "@i18n@2", "value": "采购" }] }]
}' | at approval_code)

now=$(date +%s)000
call external_instances "{
  \"approval_code\": \"$code\", \"instance_id\": \"PO-200\", \"status\": \"PENDING\",
  \"links\": { \"pc_link\": \"https://erp.example.com/po/200\" },
  \"title\": \"采购 20 台电脑\", \"user_id\": \"$INITIATOR\",
  \"start_time\": $now, \"update_time\": $now, \"end_time\": 0, \"update_mode\": \"UPDATE\",
  \"task_list\": [{
    \"task_id\": \"PO-200-1\", \"user_id\": \"$APPROVER\", \"status\": \"PENDING\",
    \"links\": { \"pc_link\": \"https://erp.example.com/po/200\" },
    \"create_time\": $now, \"update_time\": $now, \"end_time\": 0 }],
  \"i18n_resources\": []
}"
call external_instances/check "{\"instances\":[{\"instance_id\":\"PO-200\",\"update_time\":\"$now\",\"tasks\":[]}]}"
