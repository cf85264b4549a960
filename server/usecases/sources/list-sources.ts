import { textIn } from '../../../shared/languages.ts'
import type { SourceReport } from '../../../shared/source-reports.ts'
import type { Source } from '../../../shared/source-file.ts'
import { pressesOf } from '../../domain/mirror/press-queue.ts'
import type { Queued } from '../../store/contract.ts'
import type { UseCaseContext } from '../context.ts'
import { sourcesWithSecret } from './source-secret.ts'

const MOST_NAMES = 100

/** Each source with what waits of it, what was refused and whom it names whom nobody knows. */
export async function listSources(ctx: UseCaseContext): Promise<SourceReport[]> {
  const withSecret = await sourcesWithSecret(ctx)
  const sources = await ctx.sources.read()
  const queued = await ctx.store.outbox.queued()
  return Promise.all(
    sources.map(async (source) => ({
      ...(await reportOf(ctx, source, withSecret.includes(source.id))),
      presses: toPresses(queued.get(pressesOf(source.id))),
      lastAnswer: await ctx.sources.lastAnswer(source.id),
    })),
  )
}

const toPresses = ({ events, instances }: Queued = { events: 0, instances: 0 }) => ({
  waiting: events,
  approvals: instances,
})

async function reportOf(
  ctx: UseCaseContext,
  source: Source,
  hasSecret: boolean,
): Promise<Omit<SourceReport, 'presses' | 'lastAnswer'>> {
  const { id, name, format, quota } = source
  const { open, unknown } = await ctx.store.instances.ofSource(id)
  const { lastPushAt, pushes, refused, usedThisMinute } = ctx.sources.ledger.of(id)
  const names = [...unknown].map(([one, approvals]) => ({ name: one, approvals }))
  return {
    id,
    name: textIn(name, 'en-US'),
    format,
    hasSecret,
    open,
    lastPushAt,
    pushes,
    refused: [...refused],
    quotaUsed: { perMinute: usedThisMinute / quota.perMinute, open: open / quota.open },
    unknown: names.sort((a, b) => b.approvals - a.approvals).slice(0, MOST_NAMES),
    unknownCount: unknown.size,
  }
}
