import type { ComponentProps } from "react";

/**
 * The parts of a grid as plain blocks. Cells of a `<table>` inherit from their row what nothing else inherits, so that a browser
 * works out the style of all of them again whenever a row moves: twenty times the work while one scrolls.
 */

type Props = ComponentProps<"div">;

export function Rows(props: Props) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  return <div role="rowgroup" {...props} />;
}

export function Row(props: Props) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the current row
  return <div role="row" {...props} />;
}

export function Cell(props: Props) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: likewise
  return <div role="gridcell" {...props} />;
}

export function ColumnHead(props: Props) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: likewise
  return <div role="columnheader" {...props} />;
}
