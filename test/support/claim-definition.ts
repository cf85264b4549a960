const TRIP = `
code: journey
name: { zh-CN: 出差申请, en-US: Business trip, ja-JP: 出張申請 }
group: { code: money, name: { zh-CN: 财务 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: city, type: text, label: { zh-CN: 目的地, en-US: City, ja-JP: 行き先 }, required: true, summary: true }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 } }
`

/** Every kind of value, alone and in rows. */
const CLAIM = `
code: claim
name: { zh-CN: 差旅报销, en-US: Travel claim, ja-JP: 旅費精算 }
group: { code: money, name: { zh-CN: 财务 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: intro, type: note, label: { zh-CN: 填写说明, en-US: How to, ja-JP: 説明 },
      text: { zh-CN: 请在返程后十日内提交。, en-US: Send it within ten days., ja-JP: 十日以内に提出してください。 } }
  - { key: trips, type: approval, label: { zh-CN: 关联出差, en-US: Trips, ja-JP: 出張 }, definitions: [journey], maxCount: 2, summary: true }
  - { key: half, type: daterange, unit: halfday, label: { zh-CN: 出差期间, en-US: Away, ja-JP: 期間 } }
  - { key: back, type: datetime, label: { zh-CN: 返程时间, en-US: Back at, ja-JP: 帰着 } }
  - { key: extra, type: timespan, label: { zh-CN: 加班时段, en-US: Overtime, ja-JP: 残業 } }
  - key: items
    type: table
    label: { zh-CN: 费用明细, en-US: Items, ja-JP: 明細 }
    summary: true
    required: true
    columns:
      - { key: date, type: date, label: { zh-CN: 日期, en-US: Date, ja-JP: 日付 }, required: true }
      - { key: what, type: text, label: { zh-CN: 内容, en-US: What, ja-JP: 内容 }, required: true }
      - { key: count, type: number, label: { zh-CN: 数量, en-US: Count, ja-JP: 数量 }, required: true, unit: { zh-CN: 张, en-US: pcs, ja-JP: 枚 } }
      - { key: price, type: money, label: { zh-CN: 单价, en-US: Price, ja-JP: 単価 }, required: true }
      - { key: amount, type: formula, label: { zh-CN: 小计, en-US: Amount, ja-JP: 小計 }, formula: count * price, summary: true }
      - { key: why, type: text, label: { zh-CN: 超标原因, en-US: Why so much, ja-JP: 超過理由 }, visible: { field: price, op: gt, value: 500 } }
      - { key: page, type: link, label: { zh-CN: 行程单, en-US: Itinerary, ja-JP: 旅程 } }
      - { key: trip, type: approval, label: { zh-CN: 所属出差, en-US: Of trip, ja-JP: 対象の出張 }, definitions: [journey], maxCount: 1 }
      - { key: proof, type: image, label: { zh-CN: 发票照片, en-US: Proof, ja-JP: 領収書 } }
      - { key: hint, type: note, label: { zh-CN: 提示, en-US: Hint, ja-JP: ヒント }, text: { zh-CN: 发票抬头写公司全称。, en-US: Made out to the company., ja-JP: 宛名は会社名です。 } }
  - { key: total, type: formula, label: { zh-CN: 报销总额, en-US: Total, ja-JP: 合計額 }, formula: sum(items.amount), capital: true, summary: true }
  - { key: nights, type: formula, label: { zh-CN: 住宿晚数, en-US: Nights, ja-JP: 泊数 }, formula: count(items), unit: { zh-CN: 晚, en-US: nights, ja-JP: 泊 } }
  - { key: account, type: account, label: { zh-CN: 收款账户, en-US: Account, ja-JP: 口座 } }
  - { key: phone, type: phone, label: { zh-CN: 联系电话, en-US: Phone, ja-JP: 電話 } }
  - { key: site, type: link, label: { zh-CN: 会议网址, en-US: Site, ja-JP: サイト } }
  - { key: secret, type: text, label: { zh-CN: 特批原因, en-US: Exception, ja-JP: 特例理由 }, visible: { field: total, op: gt, value: 999999 } }
  - { key: warning, type: note, label: { zh-CN: 特批提示, en-US: Warning, ja-JP: 注意 }, text: { zh-CN: 需要特批。, en-US: Needs an exception., ja-JP: 特例が必要です。 }, visible: { field: total, op: gt, value: 1 } }
flow:
  - { id: manager, name: { zh-CN: 直属上级 }, approvers: { manager: 1 } }
`

export const CLAIM_FILES = { 'journey.yaml': TRIP, 'claim.yaml': CLAIM }

/** Of three rows, with this trip and this image. */
export const claimForm = (trip: string, image: string) => ({
  trips: [trip],
  half: { from: '2026-11-23', fromHalf: 'pm', to: '2026-11-25', toHalf: 'am' },
  back: '2026-11-25T14:30',
  extra: { from: '2026-11-24T19:00', to: '2026-11-25T01:30' },
  items: [
    {
      date: '2026-11-23',
      what: '上海虹桥—北京南 高铁二等座',
      count: 2,
      price: { amount: '553.00', currency: 'CNY' },
      why: '仅剩此车次',
      page: 'https://rail.example.com/e-ticket/2026/11/23/G2-7F-and-a-long-tail-of-letters',
      trip: [trip],
      proof: [image],
    },
    { date: '2026-11-24', what: '打车', count: 1, price: { amount: '48.50', currency: 'CNY' } },
    { date: '2026-11-25', what: '会场打印', count: 40, price: { amount: '2.00', currency: 'CNY' } },
  ],
  account: { name: '深圳市云图科技有限公司', bank: '招商银行深圳科技园支行', number: '7559 1234 5678 9012' },
  phone: '+86 (10) 8888-6666',
  site: 'https://meeting.example.com/2026?room=7#seat',
})
