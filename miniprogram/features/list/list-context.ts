import type { DefinitionSummary } from '../../../shared/responses.ts'
import type { Links } from '../../view/links.ts'
import type { View } from '../../view/page.ts'
import type { ListData } from './list-data.ts'
import type { ListReader } from './list-reader.ts'
import type { Selection } from './selection.ts'

/** What the parts of the page's behaviour share. */
export type ListContext = {
  view: View<ListData>
  reader: ListReader
  links: Links
  /** Shows the list as it is now. */
  show: () => void
  selection: Selection
  definitions: DefinitionSummary[]
}
