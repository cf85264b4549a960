import type { Instance } from '../../domain/instance.ts'
import type { UseCaseContext } from '../context.ts'
import { instanceIdOf } from './source-ids.ts'

/** What is held of a source's approval, by its own id. */
export async function readHeld(
  { store, hash }: Pick<UseCaseContext, 'store' | 'hash'>,
  source: string,
  externalId: string,
): Promise<Instance | undefined> {
  const record = await store.instances.read(instanceIdOf(hash, source, externalId))
  const { mirror } = record?.instance ?? {}
  return mirror?.source === source && mirror.externalId === externalId ? record?.instance : undefined
}
