import { expect, it, onTestFinished } from 'vitest'
import { openSandbox } from '../../sandbox/sandbox.ts'
import { connectOutside, connectSources, sourceFaultsOf } from '../../server/app/connect-sources.ts'
import { readConfig } from '../../server/config.ts'
import { OptionsUnavailable } from '../../server/options/port.ts'
import { createLogger } from '../../server/runtime/logger.ts'
import { createMetrics } from '../../server/runtime/metrics.ts'
import { controlOf } from '../support/control.ts'

/** The server's own way to sources, with its log and its figures. */
async function setUp(env: Record<string, string> = {}, { isCompanyOurs = false } = {}) {
  const sandbox = await openSandbox()
  onTestFinished(() => sandbox.close())
  const { host } = new URL(sandbox.controlUrl)
  const { optionsToken: token, optionsKey: key } = sandbox.info
  const config = readConfig({ WEBHOOK_HOSTS: host, ERP_TOKEN: token, ERP_KEY: key, ...env })
  const lines: string[] = []
  const metrics = createMetrics()
  const settings = {
    feishu: { proxy: undefined },
    webhookHosts: config.webhookHosts,
    secretOf: config.secretOf,
    company: isCompanyOurs ? { url: `${sandbox.controlUrl}/company/options`, token, key } : undefined,
  }
  const port = connectSources({
    settings,
    ask: connectOutside(settings),
    clock: { elapsed: () => 0 },
    log: createLogger('trace', { write: (line) => lines.push(line) }),
    metrics,
  })
  const ask = (from: string, secrets: { tokenEnv?: string; keyEnv?: string }) =>
    port.list({
      source: { from, search: false, ...secrets },
      userId: 'u_dev',
      linkage: {},
      query: '',
      page: '',
      locale: 'zh-CN',
    })
  const why = (asked: Promise<unknown>) =>
    asked.then(
      () => 'answered',
      (error: unknown) => (error instanceof OptionsUnavailable ? error.why : String(error)),
    )
  const { call } = controlOf(sandbox)
  const goWrong = (kind: string) => call('POST', '/options/faults', { kind, times: 1 })
  return { sandbox, host, token, key, lines, metrics, settings, ask, why, goWrong }
}

it('every failure has a line and a figure, and none of them a secret', async () => {
  const { sandbox, host, token, key, lines, metrics, ask, why, goWrong } = await setUp()
  const from = (source: string) => `${sandbox.controlUrl}/company/options/${source}`
  const secrets = { tokenEnv: 'ERP_TOKEN', keyEnv: 'ERP_KEY' }
  for (const kind of [
    'refused',
    'html',
    'sealed_otherwise',
    'http_500',
    'reset',
    'redirect',
    'wrong_shape',
  ]) {
    await goWrong(kind)
    expect(await why(ask(from('accounts'), secrets))).not.toBe('answered')
  }
  expect(await why(ask(from('accounts'), { tokenEnv: 'FEISHU_APP_SECRET' }))).toBe('not_set_up')
  expect(await why(ask(from('accounts'), secrets))).toBe('answered')
  expect(lines).toHaveLength(8)
  expect(lines[0]).toContain(`"reason":"${host} refuses with code 40100"`)
  const told = lines.join('\n') + (await metrics.render())
  expect(told).not.toContain(token)
  expect(told).not.toContain(key)
  expect(told).toContain(`approval_option_requests_total{source="${host}",outcome="refused"} 1`)
  expect(told).toContain(`approval_option_requests_total{source="${host}",outcome="answered"} 1`)
})

it('ids that no form can hold are told once', async () => {
  const { sandbox, lines, ask, goWrong } = await setUp()
  for (const which of ['first', 'second']) {
    await goWrong('strange_ids')
    await ask(`${sandbox.controlUrl}/company/options/systems?${which}`, {
      tokenEnv: 'ERP_TOKEN',
    })
  }
  expect(lines).toHaveLength(1)
})

it('a setting of ours is no secret of another system', async () => {
  const { ask, why, sandbox } = await setUp({ ADMIN_TOKEN: 'an operator of this server' })
  const asked = ask(`${sandbox.controlUrl}/company/options/systems`, { tokenEnv: 'ADMIN_TOKEN' })
  expect(await why(asked)).toBe('not_set_up')
})

it("the sample company's systems are found under one name, wherever the sandbox is", async () => {
  const secrets = { tokenEnv: 'COMPANY_TOKEN', keyEnv: 'COMPANY_KEY' }
  const ours = await setUp({ WEBHOOK_HOSTS: '' }, { isCompanyOurs: true })
  const from = 'http://company.test/accounts'
  expect((await ours.ask(from, secrets)).options.length).toBeGreaterThan(0)
  expect(sourceFaultsOf(ours.settings)({ from, ...secrets, dependsOn: [], search: false })).toEqual([])
  const others = await setUp({ COMPANY_TOKEN: 'x', COMPANY_KEY: 'y' })
  expect(await others.why(others.ask(from, secrets))).toBe('no_answer')
})

it.each([
  [{}, []],
  [{ tokenEnv: undefined }, ['tokenEnv is missing: a source is asked with a token']],
  [{ tokenEnv: 'ERP_TOKN' }, ['tokenEnv names ERP_TOKN, which is not set in the environment of this server']],
  [{ keyEnv: 'ERP_KY' }, ['keyEnv names ERP_KY, which is not set in the environment of this server']],
  [
    { tokenEnv: 'FEISHU_APP_SECRET' },
    ['tokenEnv FEISHU_APP_SECRET is a setting of this server, which no other system is told'],
  ],
  [{ from: 'http://erp.example.com/x' }, ['from is not https, and WEBHOOK_HOSTS does not name its host']],
  [
    { from: 'https://10.0.0.8/x' },
    ['from leads into a private network, and WEBHOOK_HOSTS does not name its host'],
  ],
  [
    { from: 'https://[fd00::1]/x' },
    ['from leads into a private network, and WEBHOOK_HOSTS does not name its host'],
  ],
  [
    { from: 'https://me:secret@erp.example.com/x' },
    ['from carries credentials: secrets stand in the environment'],
  ],
  [{ from: 'http://company.test/x' }, ['from is not https, and WEBHOOK_HOSTS does not name its host']],
])('%j: %j', async (more, faults) => {
  const { settings } = await setUp()
  const source = {
    from: 'https://erp.example.com/x',
    tokenEnv: 'ERP_TOKEN',
    dependsOn: [],
    search: false,
    ...more,
  }
  expect(sourceFaultsOf(settings)(source).map(({ key, message }) => `${key} ${message}`)).toEqual(faults)
})
