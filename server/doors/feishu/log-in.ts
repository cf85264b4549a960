import { z } from 'zod'
import { doneFlat, type DoorReply } from './answers.ts'
import { answering, findSource, type DoorDeps, type DoorEndpoint } from './door.ts'
import { Refusal, REFUSED } from './refusal.ts'
import { sourceOfApp } from './token.ts'
import { readBytes, required } from './wire.ts'

const Body = z.object({ app_id: required, app_secret: required })

/** 自建应用获取 tenant_access_token, and app_access_token: sources know no difference. */
export function createLogIn(deps: DoorDeps): DoorEndpoint {
  return answering(deps, async ({ readBytes: read, comesFrom, requestId }): Promise<DoorReply> => {
    const body = Body.safeParse(readBytes(await read()))
    if (!body.success) throw new Refusal(REFUSED.invalidParam, 'app_id and app_secret are required')
    const id = sourceOfApp(body.data.app_id)
    if (id === undefined) throw new Refusal(REFUSED.invalidParam, 'app_id is src_ and the id of a source')
    const isRight = await deps.tokens.isSecretOf(id, body.data.app_secret)
    const source = await findSource(deps.ctx, id)
    // Whoever guesses is not told what is wrong, nor whether there is such a source.
    if (!isRight || !source || !comesFrom(source.addresses)) throw new Refusal(REFUSED.secretInvalid)
    const { token, expiresInSeconds: expire } = await deps.tokens.issue(id)
    return doneFlat({ tenant_access_token: token, app_access_token: token, expire }, requestId)
  })
}
