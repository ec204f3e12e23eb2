import { Link } from "@tanstack/react-router";
import { Card, PageHead } from "@/ui/card";
import { Empty } from "@/ui/states";

/** In place of an overview of nothing: where to begin. */
export function FirstSteps() {
  return (
    <>
      <PageHead title="Overview" />
      <Card title="No calls yet">
        <Empty title="Nothing arrived this month, nor in this window">
          <p>Send the first event from your application, or look around with demo data.</p>
          <Link to="/setup" className="primary mt-4">
            Set up
          </Link>
        </Empty>
      </Card>
    </>
  );
}
