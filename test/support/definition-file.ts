/** A definition as its YAML file holds it: with a number `days`, and this flow, whose lines are indented by two. */
export const definitionFile = (code: string, flow: string): string => `
code: ${code}
name: { zh-CN: ${code} }
group: { code: it, name: { zh-CN: 信息技术 } }
viewers: [{ type: TENANT }]
managers: [u_admin]
form:
  - { key: days, type: number, label: { zh-CN: 天数 }, required: true, summary: true }
  - { key: kind, type: text, label: { zh-CN: 类型 } }
flow:
${flow}
`

/** A node where these people decide. */
export const nodeLine = (id: string, users: readonly string[], more = ''): string =>
  `{ id: ${id}, name: { zh-CN: ${id} }, approvers: { users: [${users.join(', ')}] }${more && `, ${more}`} }`
