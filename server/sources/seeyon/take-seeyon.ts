import { z } from 'zod'
import type { Source } from '../../../shared/source-file.ts'
import type { UseCaseContext } from '../../usecases/context.ts'
import { takePush } from '../../usecases/take-push.ts'
import { AppError } from '../../domain/errors.ts'
import { bad, readFields, readList, type Fields } from '../read-source-body.ts'
import { readPending, readState, type SeeyonPush } from './seeyon-pending.ts'

export const SeeyonAnswer = z.object({ success: z.boolean(), errorMsgs: z.array(z.string()) })
export type SeeyonAnswer = z.infer<typeof SeeyonAnswer>

const seeyonDone: SeeyonAnswer = { success: true, errorMsgs: [] }

/** /receive. Throws `bad_request` and what `takePush` throws. */
export async function takePending(ctx: UseCaseContext, source: Source, body: unknown): Promise<SeeyonAnswer> {
  await takePush(ctx, { source, ...readPending(readFields(body), source) })
  return seeyonDone
}

/** /updatePendingState. Throws `bad_request`, of what nobody knows too: it may be pushed again. */
export async function takeState(ctx: UseCaseContext, source: Source, body: unknown): Promise<SeeyonAnswer> {
  const said = readState(readFields(body), source)
  const seen = { isKnown: false }
  const push: SeeyonPush['push'] = (held, instance) => {
    seen.isKnown = held !== undefined
    return said.push(held, instance)
  }
  await takePush(ctx, { source, ...said, push })
  if (!seen.isKnown) throw bad('taskId is of nothing that was received: push it with /receive first.')
  return seeyonDone
}

/** /receive/pendings: each for itself. What is wrong with one keeps back none of the others. */
export async function takePendings(
  ctx: UseCaseContext,
  source: Source,
  body: unknown,
): Promise<SeeyonAnswer> {
  const errorMsgs: string[] = []
  const fields = readFields(body)
  for (const [at, one] of readList(fields, 'pendingList').entries()) {
    try {
      await takePush(ctx, { source, ...readPending(withCode(one, fields), source) })
    } catch (error) {
      // Only what will never be right is told in the answer; for the rest the caller comes again.
      if (!(error instanceof AppError) || error.code !== 'bad_request') throw error
      ctx.sources.ledger.refused(source.id, error.message)
      errorMsgs.push(`pendingList[${at}]: ${error.message}`)
    }
  }
  return { success: errorMsgs.length === 0, errorMsgs }
}

/** A registerCode beside the list is that of all that name none. */
const withCode = (one: Fields, { registercode }: Fields): Fields =>
  one['registercode'] === undefined && registercode !== undefined
    ? Object.fromEntries([...Object.entries(one), ['registercode', registercode]])
    : one
