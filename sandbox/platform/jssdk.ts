import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { World } from '../world.ts'
import { goodTickets } from './auth.ts'
import { isTrusted } from './own-pages.ts'

/** How long a signature is good, and how long it is remembered that it was used. */
const SIGNATURE_LIFE_MS = 10 * 60_000
const PARAMETER_TYPES = 1012

/** APIs of the client that this sandbox has, besides those that go without `config`. */
const KNOWN_APIS: ReadonlySet<string> = new Set(['getSystemInfo', 'chooseContact', 'shareWebContent'])

const ConfigOptions = z.object({
  appId: z.string().min(1),
  timestamp: z.number().int().positive(),
  nonceStr: z.string().min(1),
  signature: z.string().min(1),
  jsApiList: z.array(z.string()),
})
type ConfigOptions = z.infer<typeof ConfigOptions>

/** `page`: the address that the client sees, not one that the page names. */
export const ConfigQuestion = z.object({ page: z.string(), options: z.record(z.string(), z.unknown()) })

/** `errCode` as 步骤二：鉴权调用 JSAPI lists them; undefined: the page may call these APIs. */
export type ConfigAnswer = { errCode?: number; errString?: string }

/** What Feishu says to `h5sdk.config`: the signature is right, ten minutes old at most, and was never seen. */
export function answerConfig(world: World, { page, options }: z.infer<typeof ConfigQuestion>): ConfigAnswer {
  const parsed = ConfigOptions.safeParse(options)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { errCode: PARAMETER_TYPES, errString: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` }
  }
  const fault = faultOf(world, page.replace(/#.*$/s, ''), parsed.data)
  if (fault) return { errCode: fault[0], errString: fault[1] }
  remember(world, parsed.data)
  return {}
}

function faultOf(world: World, page: string, options: ConfigOptions): [number, string] | undefined {
  const { appId, timestamp, nonceStr, signature, jsApiList } = options
  if (appId !== world.app.appId) return [333440, 'app not exist']
  const tickets = goodTickets(world)
  if (tickets.length === 0) return [333442, 'no valid jsapi_ticket']
  if (!isTrusted(world, page)) return [333448, 'the page is in no trusted domain']
  const right = tickets.map(({ ticket }) =>
    sha1(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${String(timestamp)}&url=${page}`),
  )
  if (!right.includes(signature)) return [333441, `invalid signature: url: ${page}`]
  if (Math.abs(world.clock.now() - timestamp) > SIGNATURE_LIFE_MS) return [333444, 'signature expired']
  if (world.state.signatures.get(nonceStr) || world.state.signatures.get(signature))
    return [333443, 'duplicate signature']
  const unknown = jsApiList.find((name) => !KNOWN_APIS.has(name))
  return unknown === undefined ? undefined : [333446, `JSAPI not exist: ${unknown}`]
}

function remember(world: World, { nonceStr, signature }: ConfigOptions): void {
  const { signatures } = world.state
  const at = world.clock.now()
  // One that is older has run out, and is refused for that.
  for (const [, key, value] of [...signatures.dump()])
    if ((value as { at: number }).at < at - 2 * SIGNATURE_LIFE_MS) signatures.delete(key)
  signatures.put(nonceStr, { at })
  signatures.put(signature, { at })
}

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
