import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkFiles } from '../../server/definitions/check-files.ts'
import { readDefinitionFiles } from '../../server/definitions/read-files.ts'
import { readWebhooks } from '../../server/definitions/read-webhooks.ts'
import { createEndpointFaults } from '../../server/webhooks/endpoint-faults.ts'
import { openEndpoints } from '../../server/webhooks/endpoints.ts'
import { openMemoryStore } from '../support/memory-store.ts'

const GOOD = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const SECRETS: Readonly<Record<string, string>> = {
  WEBHOOK_ERP: GOOD,
  SHORT: 'whsec_MTIz',
  PLAIN: 'hunter2-hunter2',
  CHANGED: GOOD,
  CHANGED_PREVIOUS: 'hunter2',
}

const faultsOf = createEndpointFaults({
  trusted: ['erp.internal:8080'],
  secretOf: (name) => SECRETS[name],
  isSetting: (name) => name === 'ADMIN_TOKEN' || name === 'FEISHU_APP_SECRET',
})

async function inFolder(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'webhooks-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

const read = async (text: string) => readWebhooks(await inFolder({ 'webhooks.yaml': text }), faultsOf)

const erp = (more: string, url = 'https://erp.example.com/in', secret = 'WEBHOOK_ERP') =>
  `- id: erp\n  url: ${url}\n  secretEnv: ${secret}\n${more}`

describe('webhooks.yaml', () => {
  it('names endpoints, what they take and of which definitions', async () => {
    const { endpoints, faults } = await read(
      `${erp('  events: [instance.approved, instance.rejected]\n  definitions: [purchase, hr.leave]\n')}- { id: crm-2, url: "http://erp.internal:8080/x", secretEnv: WEBHOOK_ERP }\n`,
    )
    expect(faults).toEqual([])
    expect(endpoints).toEqual([
      {
        id: 'erp',
        url: 'https://erp.example.com/in',
        secretEnv: 'WEBHOOK_ERP',
        events: ['instance.approved', 'instance.rejected'],
        definitions: ['purchase', 'hr.leave'],
      },
      { id: 'crm-2', url: 'http://erp.internal:8080/x', secretEnv: 'WEBHOOK_ERP' },
    ])
  })

  it.each(['', '# nobody yet\n', '[]'])('may be empty: %j', async (text) => {
    expect(await read(text)).toMatchObject({ endpoints: [], faults: [] })
  })

  it('may be missing, and called .yml or in capitals', async () => {
    expect(await readWebhooks(await inFolder({}), faultsOf)).toEqual({ endpoints: [], faults: [] })
    for (const name of ['webhooks.yml', 'WEBHOOKS.YAML'])
      expect(await readWebhooks(await inFolder({ [name]: erp('') }), faultsOf)).toMatchObject({
        endpoints: [{ id: 'erp' }],
      })
  })

  it('of a folder that is not there nothing is known', async () => {
    expect(await readWebhooks(join(await inFolder({}), 'gone'), faultsOf)).toEqual({ faults: [] })
  })

  it.each<[string, string, number, string | RegExp]>([
    ['no list', 'id: erp', 1, 'has to be a list, not keys with values'],
    ['an id in capitals', erp('').replace('erp\n', 'ERP\n'), 1, '0.id: is like erp-1'],
    ['an id twice', erp('') + erp(''), 4, '1.id: erp stands above as well'],
    ['a key that is none', erp('  event: [task.opened]\n'), 4, /event.*events/],
    ['an event that is none', erp('  events: [instance.aproved]\n'), 4, 'instance.approved'],
    ['no event at all', erp('  events: []\n'), 4, '0.events'],
    ['no address', erp('', 'nonsense'), 2, '0.url: is an https address'],
    ['another scheme', erp('', 'ftp://erp.example.com'), 2, '0.url: is an https address'],
    ['plain http', erp('', 'http://erp.example.com/in'), 2, 'erp.url: is not https'],
    ['this machine', erp('', 'https://127.0.0.1/in'), 2, 'erp.url: leads into a private network'],
    [
      'this machine, spelled otherwise',
      erp('', 'https://0x7f.1/in'),
      2,
      'erp.url: leads into a private network',
    ],
    ['credentials', erp('', 'https://me:pw@erp.example.com/in'), 2, 'erp.url: carries credentials'],
    ['a secret in the file', erp('', 'https://erp.example.com', GOOD), 3, '0.secretEnv: is the name of an'],
    [
      'a secret that is not set',
      erp('', 'https://erp.example.com', 'NOWHERE'),
      3,
      'names NOWHERE, which is not set',
    ],
    ['a setting of ours', erp('', 'https://erp.example.com', 'ADMIN_TOKEN'), 3, 'a setting of this server'],
    ['a secret too short', erp('', 'https://erp.example.com', 'SHORT'), 3, 'SHORT is no secret for webhooks'],
    ['a secret of another kind', erp('', 'https://erp.example.com', 'PLAIN'), 3, 'PLAIN is no secret'],
    [
      'a former one of another kind',
      erp('', 'https://erp.example.com', 'CHANGED'),
      3,
      'CHANGED_PREVIOUS is no',
    ],
    ['no YAML', '- id: [', 1, ''],
  ])('is refused with %s', async (_, text, line, words) => {
    const { endpoints, faults } = await read(text)
    expect(endpoints).toBeUndefined()
    expect(faults).toMatchObject([{ file: 'webhooks.yaml', line }])
    expect(faults[0]?.reason).toMatch(words)
    expect(JSON.stringify(faults)).not.toMatch(/hunter2|MTIz|BwcHBw/)
  })

  it('twice is refused', async () => {
    const folder = await inFolder({ 'webhooks.yaml': erp(''), 'webhooks.yml': erp('') })
    expect((await readWebhooks(folder, faultsOf)).faults).toMatchObject([{ file: 'webhooks.yml', line: 1 }])
  })

  it('waits for no definition that is not there: plan and doctor say so', async () => {
    const folder = await inFolder({ 'webhooks.yaml': erp('  definitions: [purchase, leave]\n') })
    const about = async (definitions: string[], isWhole: boolean) => {
      const files = await readDefinitionFiles(folder)
      const nobody = { person: async () => ({ ok: true, value: undefined }) as const }
      const people = { ...nobody, department: async () => ({ ok: true, value: undefined }) as const }
      const known = definitions.map((code) => ({ code })) as unknown as typeof files.definitions
      const { faults } = await checkFiles(folder, people, { ...files, definitions: known, isWhole }, faultsOf)
      return faults
    }
    expect(await about(['leave'], true)).toEqual([
      {
        file: 'webhooks.yaml',
        line: 4,
        reason: 'erp.definitions: names purchase, which is no definition here',
      },
    ])
    // The file that is refused may be the one that has it.
    expect(await about(['leave'], false)).toEqual([])
    expect(await about(['leave', 'purchase'], true)).toEqual([])
  })

  it('waits for nothing of a source, which announces its own: plan and doctor say so', async () => {
    const folder = await inFolder({
      'webhooks.yaml': erp('  definitions: [oa.purchase]\n'),
      'sources.yaml': '- { id: oa, name: { zh-CN: 旧审批 }, format: ofs, people: user_id }\n',
    })
    const nobody = async () => ({ ok: true, value: undefined }) as const
    const files = await readDefinitionFiles(folder)
    const { faults } = await checkFiles(folder, { person: nobody, department: nobody }, files, faultsOf)
    expect(faults).toMatchObject([
      {
        file: 'webhooks.yaml',
        line: 4,
        reason:
          'erp.definitions: names oa.purchase, which the source oa carries on: what happens there is announced by nobody but oa',
      },
    ])
  })
})

describe('who is told', () => {
  const setUp = async () => {
    const { notes } = openMemoryStore()
    const folder = await inFolder({ 'webhooks.yaml': erp('  events: [task.opened]\n') })
    const open = () =>
      openEndpoints({ notes, readFile: () => readWebhooks(folder, faultsOf), log: { info: () => undefined } })
    const write = (text: string) => writeFile(join(folder, 'webhooks.yaml'), text)
    return { open, write, folder, takes: async () => (await open()).takersOf('leave', 'task.opened') }
  }

  it('is what was applied, over restarts, and a file that is refused changes nothing', async () => {
    const { open, write, takes } = await setUp()
    expect(await takes()).toEqual([])
    const endpoints = await open()
    expect(await endpoints.plan()).toEqual([{ id: 'erp', change: 'create' }])
    expect(await takes()).toEqual([])
    expect(await endpoints.apply()).toEqual({ changes: [{ id: 'erp', change: 'create' }], faults: [] })
    expect(await takes()).toEqual(['erp'])

    await write(erp('  events: [tsak.opened]\n'))
    expect(await endpoints.apply()).toMatchObject({ changes: [], faults: [{ line: 4 }] })
    expect([endpoints.takersOf('leave', 'task.opened'), await takes()]).toEqual([['erp'], ['erp']])

    await write(erp(''))
    expect(await endpoints.plan()).toEqual([{ id: 'erp', change: 'update' }])
    await write('')
    expect(await endpoints.apply()).toMatchObject({ changes: [{ id: 'erp', change: 'remove' }] })
    expect(await takes()).toEqual([])
  })

  it('is nobody less when the folder is gone', async () => {
    const { open, folder } = await setUp()
    const endpoints = await open()
    await endpoints.apply()
    await rm(folder, { recursive: true })
    expect(await endpoints.apply()).toEqual({ changes: [], faults: [] })
    expect(endpoints.takersOf('leave', 'task.opened')).toEqual(['erp'])
  })
})
