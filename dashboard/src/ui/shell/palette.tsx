import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { useState } from "react";
import { useCustomers } from "@/api/customers";
import { useSession } from "@/api/session";
import { useView } from "@/lib/view";
import { Dialog } from "../dialog";
import { pagesFor } from "./pages";

/** Drawing more would make typing slow; another letter narrows them. */
const SHOWN = 50;

/** Goes to a page or a customer by a few letters. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const { scope } = useView();
  const customers = useCustomers(scope);
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const found = (customers.data ?? [])
    .filter(({ customer, name }) => `${customer} ${name ?? ""}`.toLowerCase().includes(wanted))
    .slice(0, SHOWN);
  const { scopes } = useSession();
  const item = "flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-accent-soft";
  return (
    <Dialog title="Go to" onClose={onClose}>
      <Command label="Go to">
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="A page or a customer"
          className="mb-2 h-10 w-full rounded-md border border-line-strong bg-surface px-3 outline-none focus:border-accent"
        />
        <Command.List className="max-h-80 overflow-y-auto [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted">
          <Command.Empty className="p-4 text-center text-muted">Nothing of that name</Command.Empty>
          <Command.Group heading="Pages">
            {pagesFor(scopes).map(({ to, name, icon: Icon }) => (
              <Command.Item
                key={to}
                className={item}
                onSelect={() => {
                  onClose();
                  void navigate({ to });
                }}
              >
                <Icon aria-hidden className="size-4 text-muted" />
                {name}
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Customers">
            {found.map(({ customer, name }) => (
              <Command.Item
                key={customer}
                value={`${customer} ${name ?? ""}`}
                className={item}
                onSelect={() => {
                  onClose();
                  void navigate({ to: "/customers/$customer", params: { customer } });
                }}
              >
                <span className="truncate">{name ?? customer}</span>
                {name && <span className="truncate text-xs text-muted">{customer}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}
