import type { InstanceView } from '../../shared/responses.ts'
import type { BodyOf } from '../../shared/verbs/index.ts'
import type { Outcome } from '../domain/act.ts'
import { AppError } from '../domain/errors.ts'
import type { Files, Instance } from '../domain/instance.ts'
import { serviceTurn } from '../domain/starter.ts'
import { actOfService, type ServiceVerb } from '../domain/verbs/by-service.ts'
import { attachmentsIn, filesOf, toInput } from './act.ts'
import { commit } from './commit.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory } from './directory.ts'
import { findForService, viewForService, type ServiceReader } from './service-door.ts'
import type { Service } from './services.ts'
import { noInstance } from './stored.ts'

export type ServiceDoing<Name extends ServiceVerb> = { verb: Name; id: string; body: BodyOf<Name> }

/**
 * What another system does to an approval of its definitions. Throws what the verb's spec lists, and
 * `service_not_allowed` where it would withdraw what it did not start.
 */
export async function doForService<Name extends ServiceVerb>(
  ctx: UseCaseContext,
  { verb, id, body }: ServiceDoing<Name>,
  reader: ServiceReader,
): Promise<InstanceView> {
  const { service, locale } = reader
  const { instance } = await findForService(ctx, service, id)
  if (verb === 'withdraw') assertStartedBy(service, instance)

  const input = await toInput(createDirectory(ctx.people), { verb, id, body }, {})
  const run = (now: Instance, files: Files = {}): Outcome => {
    const context = { at: ctx.now(), by: null, via: 'service', service: service.id } as const
    return actOfService(now, verb, { ...input, files }, context)
  }
  const absent = () => noInstance(id)
  const named = { id, ids: attachmentsIn(body), by: serviceTurn(service.id), locale, absent }
  const files = await filesOf(ctx, named, (now) => run(now))
  const { record } = await commit(ctx, id, absent, (now) => run(now, files))
  return viewForService(ctx, record, reader)
}

function assertStartedBy({ id }: Service, instance: Instance): void {
  if (instance.service === id) return
  throw new AppError(
    'service_not_allowed',
    `Instance ${instance.id} was not started by ${id}: a service withdraws its own and no others.`,
  )
}
