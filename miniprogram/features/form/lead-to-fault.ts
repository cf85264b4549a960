import { scrollToNode } from '../../view/scroll-to.ts'
import type { FormData } from './form-page.ts'

/** Shows the first field that has a fault, else the route where somebody has to be named. */
export function leadToFault({ faults, route }: Pick<FormData, 'faults' | 'route'>): void {
  const at = faults.findIndex((fault) => fault !== '')
  if (at >= 0) scrollToNode(tt, `field-${at}`)
  else if (route.some(({ fault }) => fault !== '')) scrollToNode(tt, 'route')
}
