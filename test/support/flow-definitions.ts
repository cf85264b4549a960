/** An approval's way, as its file has it. */
type Flows = Readonly<Record<string, { name: string; flow: readonly object[] }>>

/** What people fill in of each. */
export const FLOW_FORM = { what: '三台服务器' }

/** One person's node, or several people's. */
export const flowNode = (id: string, name: string, users: readonly string[], more: object = {}) => ({
  id,
  name: { 'zh-CN': name },
  approvers: { users },
  ...more,
})

/** The files of definitions with the smallest form there is, by name. YAML takes JSON as it is. */
export function flowFiles(flows: Flows, calendar: object = {}): Record<string, string> {
  const files = Object.entries(flows).map(([code, { name, flow }]) => {
    const form = [{ key: 'what', type: 'text', label: { 'zh-CN': '内容' }, required: true, summary: true }]
    const definition = {
      code,
      name: { 'zh-CN': name },
      group: { code: 'tests', name: { 'zh-CN': '测试' } },
      viewers: [{ type: 'TENANT' }],
      managers: ['u_admin'],
      form,
      flow,
    }
    return [`${code}.yaml`, JSON.stringify(definition)] as const
  })
  return { ...Object.fromEntries(files), 'calendar.yaml': JSON.stringify(calendar) }
}
