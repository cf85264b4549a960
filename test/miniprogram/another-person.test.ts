import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeClient, openPage, type Answer, type Asked, type FakeClient } from './fake-client.ts'

const INSTANCE = {
  id: 'i1',
  definition: { code: 'leave', name: 'Leave', version: 1 },
  title: 'Leave',
  status: 'PENDING',
  initiator: { userId: 'u_li', name: 'Li' },
  form: {},
  fields: [],
  names: {},
  optionLabels: {},
  files: {
    f1: { id: 'f1', name: 'salary.pdf', size: 9, type: 'application/pdf', url: '/api/v1/attachments/f1' },
  },
  comments: [],
  history: [],
  nodes: [],
  tasks: [],
  cc: [],
  actions: [{ action: 'approve', taskId: 't1', reason: 'none' }],
  createdAt: 1_000,
  updatedAt: 1_000,
  endedAt: null,
  ended: null,
}

/** Only wang may see it. */
function serve({ path, body, headers }: Asked): Answer | undefined {
  const { code } = (body ?? {}) as { code?: string }
  if (path === '/session') {
    const user = { userId: 'u_1', openId: `ou_${String(code)}`, name: code }
    return { status: 200, body: { token: code, expiresAt: Date.now() + 3_600_000, user } }
  }
  if (path !== '/instances/i1') return undefined
  return headers['authorization'] === 'Bearer wang'
    ? { status: 200, body: INSTANCE }
    : { status: 404, body: { error: { code: 'instance_not_found', message: '', details: [] } } }
}

type AppOptions = { onShow: () => void; onHide: () => void }

let client: FakeClient
let app: AppOptions
/** Whom the client names; undefined: it does not answer. */
let at: string | undefined
let pages: object[] = []

/** The app on a device that lies before wang, with this page open. */
async function start() {
  vi.resetModules()
  at = 'wang'
  client = createFakeClient({
    code: () => at ?? '',
    serve: (asked) => (asked.path === '/session' && at === undefined ? 'no answer' : serve(asked)),
  })
  vi.stubGlobal('tt', client)
  vi.stubGlobal('approvalBridgeHost', { apiBase: 'https://oa.example', appId: 'cli_x' })
  vi.stubGlobal('App', (options: AppOptions) => (app = options))
  vi.stubGlobal('getCurrentPages', () => pages)
  pages = []
  await import('../../miniprogram/app.ts')
  const { detailPage } = await import('../../miniprogram/features/detail/detail-page.ts')
  const page = openPage(detailPage('phone'), { id: 'i1' })
  const { data } = page
  pages = [
    {
      route: 'pages/detail',
      options: { id: 'i1' },
      setData: (patch: object) => Object.assign(data, patch),
    },
  ]
  await page.settle()
  /** Out of sight for so long, and back. */
  const away = (ms: number): void => {
    app.onHide()
    vi.advanceTimersByTime(ms)
    app.onShow()
    page.call('onShow')
  }
  return { page, away }
}
const decided = () => client.seen.asked.filter(({ path }) => path.startsWith('/tasks/'))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('nothing of a session is kept on the device, and what earlier builds kept goes', async () => {
  await start()
  expect([...client.stored.keys()]).toEqual([])
  client.setStorageSync('session:cli_x', { token: 'old' })
  vi.resetModules()
  await import('../../miniprogram/client/services.ts')
  expect([...client.stored.keys()]).toEqual([])
})

it('a page out of sight is covered, and whoever comes back at once finds it as it was', async () => {
  const { page, away } = await start()
  app.onHide()
  expect(page.data['away'].kind).toBe('loading')
  app.onShow()
  page.call('onShow')
  expect(page.data['away'].kind).toBe('ready')
  away(2_000)
  await page.settle()
  expect(client.seen.logins).toBe(1)
})

it('after a while it is covered until the client has named its person again', async () => {
  const { page, away } = await start()
  away(60_000)
  expect(page.data['away'].kind).toBe('loading')
  await page.settle()
  expect([page.data['away'].kind, client.seen.logins, client.seen.opened]).toEqual(['ready', 2, []])
})

it('without an answer it stays covered, says so, and can be asked for again', async () => {
  const { page, away } = await start()
  at = undefined
  away(60_000)
  await page.settle()
  expect(page.data['away']).toMatchObject({ kind: 'error', text: expect.stringContaining('connection') })
  at = 'wang'
  page.call('onReturn')
  await page.settle()
  expect(page.data['away'].kind).toBe('ready')
})

it('for somebody else it opens anew, and what the one before taps still does nothing', async () => {
  const { page, away } = await start()
  at = 'zhao'
  away(60_000)
  page.fire('onAct', { action: 'approve' })
  await page.settle()
  expect(client.seen.opened).toEqual(['/pages/detail?id=i1'])
  expect(page.data['away'].kind).not.toBe('ready')
  expect(decided()).toEqual([])
  const { detailPage } = await import('../../miniprogram/features/detail/detail-page.ts')
  const next = openPage(detailPage('phone'), { id: 'i1' })
  await next.settle()
  expect(next.data['state'].kind).toBe('hidden')
  expect(client.seen.asked.at(-1)?.headers['authorization']).toBe('Bearer zhao')
})

it('a file that is on its way when somebody else comes is not opened', async () => {
  const { openFile } = await import('../../miniprogram/client/open-file.ts')
  const opened: string[] = []
  let person = 'wang'
  const fake = {
    previewImage: () => undefined,
    downloadFile: ({ success }: { success: (result: object) => void }) => {
      person = 'zhao'
      success({ statusCode: 200, tempFilePath: 'ttfile://temp/1' })
    },
    openDocument: ({ filePath, success }: { filePath: string; success: () => void }) => {
      opened.push(filePath)
      success()
    },
  } as unknown as Parameters<typeof openFile>[0]
  const file = { id: 'f1', name: 'salary.pdf', url: '/f1', image: false }
  const me = async () => ({ openId: person })
  await expect(openFile(fake, me, [file], 'f1')).rejects.toThrow('cannot be opened')
  expect(opened).toEqual([])
  await openFile(fake, me, [file], 'f1')
  expect(opened).toEqual(['ttfile://temp/1'])
})
