/** A definition of everything that others are made from by one change. */
export const GOOD_DEFINITION = `code: leave
name: { zh-CN: 请假, en-US: Leave }
group: { code: hr, name: { zh-CN: 人事 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: days, type: number, label: { zh-CN: 天数 }, min: 0.5, max: 60 }
  - { key: amount, type: money, label: { zh-CN: 金额 } }
  - key: kind
    type: select
    label: { zh-CN: 类型 }
    options: [{ value: annual, label: { zh-CN: 年假 } }, { value: sick, label: { zh-CN: 病假 } }]
  - { key: tags, type: multiselect, label: { zh-CN: 标签 }, options: [{ value: a, label: { zh-CN: 甲 } }] }
  - { key: day, type: date, label: { zh-CN: 日期 } }
  - { key: who, type: contact, label: { zh-CN: 谁 }, maxCount: 2 }
  - { key: note, type: text, label: { zh-CN: 备注 }, maxLength: 5 }
flow:
  - id: manager
    name: { zh-CN: 直属上级 }
    approvers: { manager: 1 }
`

/** With one more node, from line 21 on. */
export const withNode = (more: string, approvers = '{ users: [u_hr, u_cto] }'): string =>
  `${GOOD_DEFINITION}  - id: hr
    name: { zh-CN: 人事 }
    approvers: ${approvers}
${more && `    ${more}\n`}`

/** The validator's own words, which reach nobody. */
export const VALIDATORS_WORDS =
  /invalid (input|option|type|key|element|union|value|string|url|format)|expected|received|too (small|big)|unrecognized|must be|nan\b|undefined|\[object/i
