import type { Client } from '@larksuiteoapi/node-sdk'
import { definitionBody, instanceBody } from './push-body.ts'
import type { Order } from './order.ts'

type Access = { domain: string; appId: string; appSecret: string; callback: { url: string; token: string } }

/** The bridge said no, or nothing. */
class PushFailed extends Error {
  override readonly name = 'PushFailed'
}

/** The approval bridge, as whoever knows Feishu's SDK alone speaks to it: another domain, other credentials. */
export async function createBridge({ domain, appId, appSecret, callback }: Access) {
  // Loaded when the first order is made: nobody else needs it here.
  const sdk = await import('@larksuiteoapi/node-sdk')
  // It is on this machine, whatever the environment says of others.
  sdk.defaultHttpInstance.defaults.proxy = false
  const client: Client = new sdk.Client({
    appId,
    appSecret,
    domain,
    cache: createCache(),
    // Its own would print, and tokens with it.
    logger: { error: silent, warn: silent, info: silent, debug: silent, trace: silent },
  })
  const { externalApproval, externalInstance } = client.approval.v4
  let approvalCode: string | undefined
  const define = async (): Promise<string> => {
    const params = { user_id_type: 'user_id' as const }
    const made = await asked(() => externalApproval.create({ params, data: definitionBody(callback) }))
    return made.data?.approval_code ?? ''
  }
  return {
    /** Throws `PushFailed`. */
    async push(order: Order): Promise<void> {
      approvalCode ??= await define()
      const data = instanceBody(order, approvalCode)
      await asked(() => externalInstance.create({ data }))
    },
  }
}
export type Bridge = Awaited<ReturnType<typeof createBridge>>

async function asked<Answer extends { code?: number | undefined; msg?: string | undefined }>(
  call: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await call().catch((error: unknown) => {
    throw new PushFailed(wordsOf(error))
  })
  if (answer.code !== 0) throw new PushFailed(`${String(answer.code)} ${answer.msg ?? ''}`.trim())
  return answer
}

/** What the bridge says of a refusal stands in its body. */
function wordsOf(error: unknown): string {
  const { response, message = '' } = error as {
    response?: { data?: { code?: number; msg?: string } }
    message?: string
  }
  const { code, msg } = response?.data ?? {}
  return msg === undefined ? message : `${String(code)} ${msg}`
}

const silent = (): void => undefined

type Cache = NonNullable<ConstructorParameters<typeof Client>[0]['cache']>

/** The SDK's own is for the whole process: with another secret it would go on with the old token. */
function createCache(): Cache {
  const kept = new Map<unknown, unknown>()
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, value) => {
      kept.set(key, value)
      return Promise.resolve(true)
    },
  }
}
