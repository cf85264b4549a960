import { locale } from '../../client/services.ts'
import { scrollToNode } from '../../view/scroll-to.ts'
import { faultsShown, firstFault } from './faults-shown.ts'
import { showFields, type FormContext } from './form-context.ts'

/** Shows the first field that has a fault, in its row, else the part where people have to be named or changed. */
export function leadToFault(context: FormContext): void {
  const { view, state } = context
  if (!state) return
  const found = firstFault(state, faultsShown(state, locale))
  const { route, routeFault, ccFault } = view.data
  if (found) {
    const { field, row, column } = found
    if (row !== undefined && state.open !== row) {
      state.open = row
      showFields(context)
    }
    scrollToNode(tt, row === undefined ? `field-${field}` : nodeOf(row, column))
  } else if (routeFault !== '' || route.some(({ fault }) => fault !== '')) scrollToNode(tt, 'route')
  else if (ccFault !== '') scrollToNode(tt, 'cc')
}

const nodeOf = (row: string, column: number | undefined): string =>
  column === undefined ? `row-${row}` : `cell-${row}-${column}`
