import { useSession } from "@/api/session";

/** The operator's logo and name. */
export function Brand() {
  const { logo_url: logo, name } = useSession();
  return (
    <>
      {logo ? <img src={logo} alt="" className="h-6 max-w-24" /> : <Mark />}
      <span className="truncate font-semibold tracking-tight">{name}</span>
    </>
  );
}

function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M8 22V17M13.3 22V12M18.7 22V15M24 22V8"
        stroke="var(--on-accent)"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}
