import { Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi, type MockInstance } from 'vitest'
import { createAskOutside, OutsideRefused } from '../../server/runtime/outside/ask-outside.ts'

// Whatever is asked for a connection is counted here, wherever it would have led.
let connecting: MockInstance
beforeEach(() => {
  connecting = vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket) {
    return this
  })
})
afterEach(() => {
  connecting.mockRestore()
})

const PUBLIC = '93.184.216.34'
const PORTS = { timeoutMs: 200, mostBytes: 1_000 }

const ask = async (url: string, ...addresses: string[]): Promise<string> => {
  const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const asking = createAskOutside({ trusted: ['erp.internal'], mayReach: () => true, resolve })
  return asking({ url, method: 'POST', body: '{}', ...PORTS }).then(
    () => 'answered',
    (error: unknown) => (error instanceof OutsideRefused ? error.message : `no refusal: ${String(error)}`),
  )
}

const LITERAL = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.255.255.254',
    '2130706433',
    '017700000001',
    '0x7f000001',
    '0x7f.1',
  ],
  ...[
    '0177.0.0.1',
    '0177.0x0.0.1',
    '0',
    '0.0.0.0',
    '00000000',
    '0x0',
    '%31%32%37.0.0.1',
    '１２７.０.０.１',
    '127。0。0。1',
  ],
  ...[
    '10.0.0.1',
    '10.1',
    '167772161',
    '0xa000001',
    '012.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '0xac100001',
  ],
  ...[
    '192.168.0.1',
    '192.168.1',
    '3232235521',
    '0300.0250.0.1',
    '169.254.169.254',
    '169.16689662',
    '2852039166',
  ],
  ...['0xa9fea9fe', '0251.0376.0251.0376', '100.64.0.1', '100.127.255.254', '192.0.0.192', '198.18.0.1'],
  ...[
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
  ],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:10.0.0.1]'],
  ...[
    '[::ffff:169.254.169.254]',
    '[::127.0.0.1]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::a00:1]',
  ],
  ...[
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::]',
    '[2001::1]',
    '[2001:db8::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[fc00::1]',
  ],
  ...['[fd00:ec2::254]', '[ff02::1]', '[100::1]', '[3fff::1]'],
]

it.each(LITERAL)('https://%s', async (host) => {
  expect(await ask(`https://${host}/in`, PUBLIC)).toMatch(/leads into a private network/)
  expect(connecting).not.toHaveBeenCalled()
})

it.each([
  ['localhost', ['127.0.0.1', '::1']],
  ['metadata.google.internal', ['169.254.169.254']],
  ['rebound.example', ['10.0.0.8']],
  ['both.example', [PUBLIC, '127.0.0.1']],
  ['six.example', ['::ffff:127.0.0.1']],
  ['mapped.example', ['::ffff:a9fe:a9fe']],
  ['nat.example', ['64:ff9b::7f00:1']],
  ['unique.example', ['fd00::1']],
  ['zone.example', ['fe80::1%eth0']],
  ['nobody.example', []],
  ['nonsense.example', ['nonsense']],
  ['127.0.0.1.nip.example', ['127.0.0.1']],
  ['localhost.', ['127.0.0.1']],
] as const)('https://%s, which leads to %j', async (host, addresses) => {
  expect(await ask(`https://${host}/in`, ...addresses)).toMatch(/leads into a private network|has no address/)
  expect(connecting).not.toHaveBeenCalled()
})

it.each([
  'http://files.example/in',
  'http://127.0.0.1/in',
  'https://erp.internal@127.0.0.1/in',
  'https://user:pw@files.example/in',
  'https://files.example\\@127.0.0.1/in',
  'ftp://files.example/in',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_INFO',
  'javascript:alert(1)',
  'unix:/var/run/docker.sock',
  '//127.0.0.1/in',
  'https://',
  'https://127.0.0.1:99999/in',
  '',
])('%s', async (url) => {
  expect(await ask(url, '127.0.0.1')).not.toMatch(/^answered|^no refusal/)
  expect(connecting).not.toHaveBeenCalled()
})

it('a name that is another one when it is looked up again is connected to where it was looked at', async () => {
  const answers = [[PUBLIC], ['127.0.0.1']]
  const looked: string[] = []
  const resolve = async (host: string) => {
    looked.push(host)
    return (answers.shift() ?? []).map((address) => ({ address, family: 4 }))
  }
  const asking = createAskOutside({ trusted: [], mayReach: () => true, resolve })
  await asking({ url: 'https://moving.example/in', ...PORTS }).catch(() => undefined)
  expect(looked).toEqual(['moving.example'])
  expect(connecting).toHaveBeenCalledTimes(1)
  // What is connected to is what the request looks up itself, and its look-up knows one answer.
  const [options] = connecting.mock.calls[0] as [Pinned]
  const found: unknown[] = []
  options.lookup('moving.example', {}, (_, address) => found.push(address))
  expect(found).toEqual([PUBLIC])
})

type Pinned = { lookup: (host: string, options: object, done: Done) => void }
type Done = (error: Error | null, address: string, family: number) => void
