import { textIn } from '../localized.ts'
import type { World } from '../world.ts'

/** What the person may start: NONE hides from everyone, TENANT shows to everyone, else the lists decide. */
export function startableBy(world: World, userId: string, locale: string) {
  const person = world.state.people.get(userId)
  return [...world.state.definitions.values()]
    .filter(({ viewers }) => {
      if (viewers.some(({ type }) => type === 'NONE')) return false
      return viewers.some(
        (viewer) =>
          viewer.type === 'TENANT' ||
          (viewer.userId !== undefined && viewer.userId === userId) ||
          (viewer.departmentId !== undefined && person?.departmentIds.includes(viewer.departmentId) === true),
      )
    })
    .map((definition) => ({
      name: textIn(definition.name, locale),
      group: textIn(definition.groupName, locale),
      description: textIn(definition.description, locale),
      pcLink: definition.wire.external.create_link_pc ?? '',
      mobileLink: definition.wire.external.create_link_mobile ?? '',
    }))
}
