import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createOptionSources } from '../../server/options/option-sources.ts'
import { failure, openRig, valuesOf } from './rig.ts'

describe('what a source is asked', () => {
  it('is what the page names, and of a search alone its words, page and language', async () => {
    const rig = await openRig()
    await rig.list('systems', { query: 'vpn', page: '', locale: 'ja-JP' })
    await rig.list('projects', { linkage: { costCentre: 'rd' } })
    await rig.list('suppliers', { query: '東京', page: 'page-10', locale: 'ja-JP' })
    expect((await rig.asked()).map(({ request }) => request)).toEqual([
      { employee_id: 'u_dev' },
      { employee_id: 'u_dev', linkage_params: { costCentre: 'rd' } },
      { employee_id: 'u_dev', query: '東京', page_token: 'page-10', locale: 'ja_jp' },
    ])
  })
})

describe('what is taken of an answer', () => {
  it('labels in every language, the owner, and the next page', async () => {
    const rig = await openRig()
    const { options } = await rig.list('systems')
    expect(options[1]).toEqual({
      value: 'sys-git',
      label: { 'zh-CN': '代码仓库', 'en-US': 'Source repositories', 'ja-JP': 'ソースリポジトリ' },
      owner: 'u_lead',
    })
    expect(await rig.list('suppliers')).toMatchObject({ next: 'page-10' })
    expect(await rig.list('suppliers', { page: 'page-30' })).toMatchObject({ next: null })
  })

  it.each([
    ['ids that no form can hold are left out', 'strange_ids', 7],
    ['an id that comes twice is one', 'repeated_ids', 5],
  ])('%s', async (_, kind, leftOut) => {
    const rig = await openRig()
    await rig.goWrong('systems', kind)
    expect(valuesOf(await rig.list('systems'))).toEqual([
      'sys-vpn',
      'sys-git',
      'sys-erp',
      'sys-hris',
      'sys-bi',
    ])
    expect(rig.leftOut).toEqual([leftOut])
  })

  it('a text that a language lacks is told in another, and one that all lack is the id', async () => {
    const rig = await openRig()
    await rig.goWrong('systems', 'text_missing', { times: 1 })
    const [option] = (await rig.list('systems')).options
    expect(option?.label).toEqual({ 'zh-CN': '远程接入 VPN' })
    await rig.goWrong('projects', 'no_texts')
    expect((await rig.list('projects')).options[0]).toEqual({
      value: 'prj-search',
      label: { 'zh-CN': 'prj-search' },
    })
  })

  it('none at all is an answer, and a page that leads to itself is the last', async () => {
    const rig = await openRig()
    await rig.goWrong('systems', 'no_options')
    expect(await rig.list('systems')).toEqual({ options: [], next: null })
    await rig.goWrong('suppliers', 'same_page')
    expect(await rig.list('suppliers')).toMatchObject({ next: 'again' })
    expect(await rig.list('suppliers', { page: 'again' })).toMatchObject({ next: null })
  })
})

describe('a source that goes wrong', () => {
  it.each([
    ['slow_7s', /^no_answer: 127\.0\.0\.1:\d+ did not answer in time$/],
    ['never', /^no_answer: .* did not answer in time$/],
    ['endless', /^no_answer: .* (broke off, or took too long|did not answer in time)$/],
    ['reset', /^no_answer: .* cannot be reached: ECONNRESET$/],
    ['redirect', /^no_answer: .* leads elsewhere \(302\)$/],
    ['large', /^no_answer: .* has more than 1000000 bytes$/],
    ['http_500', /^no_answer: .* answers 500$/],
    ['html', /^not_understood: .* answers something else than options$/],
    ['broken_json', /^not_understood: .* answers something else than options$/],
    ['wrong_shape', /^not_understood: .* answers something else than options$/],
    ['many_languages', /^not_understood: .* answers something else than options$/],
    ['sealed_otherwise', /^not_understood: .* encrypts its answer, but no key is set \(keyEnv\)$/],
    ['refused', /^refused: .* refuses with code 40100$/],
  ])('%s', async (kind, says) => {
    const rig = await openRig()
    await rig.goWrong('systems', kind, { to: `${rig.sandbox.controlUrl}/_sandbox/info` })
    expect(await failure(rig.list('systems'))).toMatch(says)
    expect(await rig.asked()).toHaveLength(1)
    await rig.call('DELETE', '/options/faults')
    expect(valuesOf(await rig.list('systems'))).toHaveLength(5)
  })

  it('one that was encrypted with another key, or not at all', async () => {
    const rig = await openRig()
    await rig.goWrong('suppliers', 'sealed_otherwise')
    expect(await failure(rig.list('suppliers'))).toMatch(
      /^not_understood: .* the key \(keyEnv\) does not open$/,
    )
    const keyed = rig.question('systems')
    const plain = { ...keyed, source: { ...keyed.source, keyEnv: 'COMPANY_KEY' } }
    expect(await failure(rig.port.list(plain))).toMatch(/^not_understood: .* does not encrypt its answer/)
  })

  it('secrets that are not set, and a token that is another', async () => {
    const rig = await openRig()
    const { source, ...asked } = rig.question('systems')
    const having = (more: object) => rig.port.list({ ...asked, source: { ...source, ...more } })
    expect(await failure(having({ tokenEnv: 'NOT_THERE' }))).toMatch(/^not_set_up: .* NOT_THERE is not set$/)
    expect(await failure(having({ tokenEnv: undefined }))).toMatch(/^not_set_up/)
    expect(await failure(having({ keyEnv: 'NOT_THERE' }))).toMatch(/^not_set_up: .* NOT_THERE is not set$/)
    expect(await failure(having({ tokenEnv: 'WRONG_TOKEN' }))).toMatch(/^refused: .* code 40100$/)
    expect(rig.told.join()).not.toContain('leaks nowhere')
  })

  it('one that hangs holds up no other', async () => {
    const rig = await openRig()
    await rig.goWrong('projects', 'never')
    const hanging = Array.from({ length: 30 }, (_, at) =>
      failure(rig.list('projects', { userId: `u_${at}` })),
    )
    expect(valuesOf(await rig.list('systems'))).toHaveLength(5)
    expect(await Promise.all(hanging)).toEqual(
      hanging.map(() => expect.stringMatching(/^no_answer/) as string),
    )
    expect((await rig.asked()).filter(({ source }) => source === 'projects').length).toBeLessThanOrEqual(16)
  })
})

describe('addresses', () => {
  it.each([
    ['plain http', 'http://erp.example/options'],
    ['what clouds tell about themselves', 'http://169.254.169.254/latest/meta-data'],
    ['the same over TLS', 'https://169.254.169.254/latest/meta-data'],
    ['a private network', 'https://10.0.0.8/options'],
    ['this machine', 'https://127.0.0.1:1/options'],
    ['no address', 'erp://nothing'],
  ])('%s is not asked', async (_, from) => {
    const rig = await openRig()
    expect(await failure(rig.list(from))).toMatch(/^no_answer/)
    expect(await rig.asked()).toEqual([])
  })

  it('a name that leads inside is not asked, nor where a redirect points', async () => {
    const rebound = await openRig({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] })
    expect(await failure(rebound.list('https://erp.example/options'))).toMatch(/private network/)
    let asked = 0
    const inside = createServer((_request, response) => {
      asked += 1
      response.end()
    })
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      inside.close()
    })
    const rig = await openRig()
    const { port } = inside.address() as AddressInfo
    await rig.goWrong('systems', 'redirect', { to: `http://127.0.0.1:${port}/` })
    expect(await failure(rig.list('systems'))).toMatch(/leads elsewhere/)
    expect(asked).toBe(0)
  })
})

describe('how often a source is asked', () => {
  it('once for a thousand who ask the same at once, and within a minute', async () => {
    const rig = await openRig()
    await Promise.all(Array.from({ length: 1_000 }, () => rig.list('suppliers', { query: '东' })))
    rig.advance(59_000)
    await rig.list('suppliers', { query: '东' })
    expect(await rig.asked()).toHaveLength(1)
    rig.advance(1_001)
    await rig.list('suppliers', { query: '东' })
    expect(await rig.asked()).toHaveLength(2)
  })

  it('nobody is shown what was answered to somebody else, for other values, or in another language', async () => {
    const rig = await openRig()
    await rig.list('suppliers')
    await rig.list('suppliers', { userId: 'u_qa' })
    await rig.list('suppliers', { linkage: { region: 'east' } })
    await rig.list('suppliers', { locale: 'en-US' })
    await rig.list('suppliers', { page: 'page-10' })
    expect(await rig.asked()).toHaveLength(5)
  })

  it('anew for what is submitted, whatever was shown a moment ago', async () => {
    const rig = await openRig()
    expect(valuesOf(await rig.list('leave-balances'))).toEqual(['annual', 'sick'])
    await rig.call('POST', '/options/leave-taken', { userId: 'u_dev', kind: 'sick', days: 5 })
    const { found, isComplete } = await rig.find('leave-balances', ['annual', 'sick'])
    expect([[...found.keys()], isComplete]).toEqual([['annual'], true])
  })
})

describe('a value that is looked up', () => {
  it('is found again where it was seen', async () => {
    const rig = await openRig()
    await rig.list('suppliers', { page: 'page-20' })
    const { found } = await rig.find('suppliers', ['sup-025'])
    expect(found.get('sup-025')?.label['zh-CN']).toBe('成都设备有限公司')
    expect((await rig.asked()).map(({ request }) => request['page_token'])).toEqual(['page-20', 'page-20'])
  })

  it('is found that nobody was shown here, by its id', async () => {
    const rig = await openRig()
    const { found } = await rig.find('suppliers', ['sup-031'])
    expect([...found.keys()]).toEqual(['sup-031'])
    expect(await rig.asked()).toHaveLength(1)
  })

  it('is none once the source was read to its end', async () => {
    const rig = await openRig()
    expect(await rig.find('suppliers', ['sup-999'])).toEqual({ found: new Map(), isComplete: true })
    expect(await rig.find('systems', ['sys-vpn', 'made up'])).toMatchObject({ isComplete: true })
  })

  it('is not known to be none where pages have no end', async () => {
    const rig = await openRig()
    await rig.goWrong('suppliers', 'endless_pages')
    expect(await rig.find('suppliers', ['sup-001'])).toEqual({ found: new Map(), isComplete: false })
    expect(await rig.asked()).toHaveLength(21)
  })

  it('a page that is refused by now is no failure', async () => {
    const rig = await openRig()
    await rig.list('suppliers', { query: '东京' })
    await rig.goWrong('suppliers', 'refused', { times: 1 })
    expect([...(await rig.find('suppliers', ['sup-027'])).found.keys()]).toEqual(['sup-027'])
  })

  it('cannot be told of a source that is down', async () => {
    const rig = await openRig()
    await rig.goWrong('suppliers', 'http_500')
    expect(await failure(rig.find('suppliers', ['sup-001']))).toMatch(/^no_answer/)
  })
})

it('what is remembered of twenty thousand options is small, however long the form is that they were asked for', async () => {
  const rig = await openRig()
  const options = Array.from({ length: 100 }, (_, at) => ({ value: `o${at}`, label: {} }))
  const port = createOptionSources({
    askSource: () => Promise.resolve({ options, next: null }),
    elapsed: () => 0,
    onAnswer: () => undefined,
  })
  const before = process.memoryUsage().heapUsed
  for (let at = 0; at < 200; at += 1) {
    const linkage = Object.fromEntries(
      Array.from({ length: 10 }, (_, field) => [`f${field}`, `${at}`.padEnd(2_000, '年')]),
    )
    await port.list(rig.question('suppliers', { linkage }))
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024)
})
