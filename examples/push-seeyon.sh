#!/bin/sh
# A to-do of Seeyon's thirdpartyPending, from its beginning to its end. See push-ofs.sh for the settings.
set -eu
: "${BRIDGE:=http://localhost:3000}" "${SECRET:?}" "${RECEIVER:=u_lead}" "${SOURCE:=a8}"
task=$(date +%s)
push() {
  curl -sS --fail-with-body -H 'content-type: application/json' -d "$2" \
    "$BRIDGE/sources/$SOURCE/$SECRET/seeyon/rest/thirdpartyPending/$1"
  echo
}
push receive "{\"registerCode\":\"3001\",\"taskId\":\"$task\",\"title\":\"差旅报销\",\"classify\":\"报销\",\"state\":\"0\",\"thirdSenderId\":\"u_dev\",\"thirdReceiverId\":\"$RECEIVER\",\"creationDate\":\"2026-11-20 09:30\",\"url\":\"https://a8.example.com/p/1\",\"h5url\":\"https://a8.example.com/m/1\"}"
printf 'It is among the to-dos, with a card. Enter agrees to it. ' && read -r _
push updatePendingState "{\"registerCode\":\"3001\",\"taskId\":\"$task\",\"state\":\"1\",\"subState\":\"0\"}"
