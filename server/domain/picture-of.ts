import type { DefinitionRecord } from './definition.ts'
import { flowCaption, flowPicture } from './flow-picture.ts'
import type { Listed } from './listed.ts'
import { mirrorCaption, mirrorPicture } from './mirror/mirror-picture.ts'
import type { Caption, Picture } from './picture.ts'

/** What everybody is shown of an approval: the one place that asks who carries it on. */
export const pictureOf = (listed: Listed, record: DefinitionRecord): Picture =>
  listed.mirror ? mirrorPicture(listed, listed.mirror, record) : flowPicture(listed, record)

type Named = Parameters<typeof flowCaption>[0] & Pick<Listed, 'mirror'>

/** Its words alone. */
export const captionOf = (named: Named, record: Pick<DefinitionRecord, 'definition'>): Caption =>
  named.mirror ? mirrorCaption(named, named.mirror, record) : flowCaption(named, record.definition)
