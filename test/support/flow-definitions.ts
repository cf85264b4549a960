import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An approval's way, as its file has it. */
type Flows = Readonly<Record<string, { name: string; flow: readonly object[] }>>

/** What people fill in of each. */
export const FLOW_FORM = { what: '三台服务器' }

/** One person's node, or several people's. */
export const flowNode = (id: string, name: string, users: readonly string[], more: object = {}) => ({
  ...{ id, name: { 'zh-CN': name }, approvers: { users } },
  ...more,
})

/** A folder of definitions with the smallest form there is. YAML takes JSON as it is. */
export async function writeDefinitions(flows: Flows, calendar: object = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'definitions-'))
  for (const [code, { name, flow }] of Object.entries(flows)) {
    const form = [{ key: 'what', type: 'text', label: { 'zh-CN': '内容' }, required: true, summary: true }]
    const definition = {
      ...{ code, name: { 'zh-CN': name }, group: { code: 'tests', name: { 'zh-CN': '测试' } } },
      ...{ viewers: [{ type: 'TENANT' }], managers: ['u_admin'], form, flow },
    }
    await writeFile(join(folder, `${code}.yaml`), JSON.stringify(definition))
  }
  await writeFile(join(folder, 'calendar.yaml'), JSON.stringify(calendar))
  return { folder, remove: () => rm(folder, { recursive: true }) }
}
