/// How the page looks: on paper, on a phone, by day and by night.
enum HTMLReportStyle {
    /// Every colour of text stands against its ground by 4.5 to 1 or more, of a bar by 3 to 1.
    static let sheet = """
        :root{color-scheme:light dark;--bg:#fff;--fg:#1c2128;--soft:#57606a;--line:#d4d9df;\
        --panel:#f6f8fa;--link:#0550ae;--met:#116329;--met-bg:#dcf5e3;--bad:#a40e26;--bad-bg:#ffe9e8;\
        --open-bg:#eceff2;--aescbc:#3a6db3;--aesgcm:#1d8577;--secretbox:#6a55b0;--kms:#876914;\
        --plain:#cf5a23;--other:#6e7781}
        @media (prefers-color-scheme:dark){:root{--bg:#14181d;--fg:#e3e8ee;--soft:#a3adb8;\
        --line:#38414b;--panel:#1c2229;--link:#7db8ff;--met:#7fe09a;--met-bg:#16301f;--bad:#ff9c95;\
        --bad-bg:#40191c;--open-bg:#2a313a;--aescbc:#6f9fe0;--aesgcm:#45b8a7;--secretbox:#a08ee6;\
        --kms:#c9a545;--plain:#ee8650;--other:#8c96a1}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:68rem;padding:2rem 1.25rem 4rem;background:var(--bg);\
        color:var(--fg);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",\
        sans-serif}
        h1{font-size:1.9rem;line-height:1.2;margin:0;letter-spacing:-.01em}
        h2{font-size:1.2rem;margin:2.75rem 0 .75rem;padding-bottom:.35rem;\
        border-bottom:1px solid var(--line)}
        p{margin:.6rem 0;max-width:46rem}
        a{color:var(--link)}
        .sub{color:var(--soft);overflow-wrap:anywhere;margin:.4rem 0 0}
        nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;padding:0;margin:1rem 0 0;\
        font-size:.92rem}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:.6rem;\
        margin:1rem 0 1.4rem}
        .figures div{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;\
        padding:.6rem .8rem;display:flex;flex-direction:column-reverse}
        .figures dt{color:var(--soft);font-size:.88rem}
        .figures dd{margin:0;font-size:1.6rem;line-height:1.25;font-variant-numeric:tabular-nums}
        .figures .bad dd,strong.bad{color:var(--bad)}
        .verdicts{list-style:none;margin:0;padding:0;display:grid;gap:.6rem}
        .verdicts>li{border:1px solid var(--line);border-left:.3rem solid var(--soft);\
        border-radius:.5rem;padding:.7rem .9rem;break-inside:avoid}
        .verdicts>.met{border-left-color:var(--met)}
        .verdicts>.not-met{border-left-color:var(--bad)}
        .verdicts p{margin:0}
        .head{display:flex;flex-wrap:wrap;gap:.25rem .7rem;align-items:baseline}
        .chip{border-radius:1rem;padding:.05rem .65rem;font-weight:600;font-size:.88rem;\
        white-space:nowrap;background:var(--open-bg);color:var(--fg)}
        .met .chip{background:var(--met-bg);color:var(--met)}
        .not-met .chip{background:var(--bad-bg);color:var(--bad)}
        .control{color:var(--soft);font-size:.92rem}
        .verdicts .asks{margin-top:.35rem;font-weight:600}
        .verdicts ul{margin:.25rem 0 0;padding-left:1.1rem}
        .plain{padding-left:1.1rem;max-width:46rem}
        .plain li{margin:.3rem 0;overflow-wrap:anywhere}
        .facts{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.2rem;margin:.6rem 0 1rem}
        .facts dt{color:var(--soft)}
        .facts dd{margin:0;overflow-wrap:anywhere}
        .scroll{overflow-x:auto;margin:.8rem 0}
        table{border-collapse:collapse;width:100%;font-size:.92rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .75rem;\
        border-bottom:1px solid var(--line);unicode-bidi:isolate}
        th{color:var(--soft);font-weight:600;white-space:nowrap}
        tbody tr:nth-child(even){background:var(--panel)}
        .w{white-space:nowrap}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        th.n{white-space:normal}
        pre{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;\
        padding:.7rem .9rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;\
        font:.88rem/1.5 ui-monospace,"Liberation Mono",Menlo,Consolas,monospace}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.3rem;padding:0;\
        margin:1rem 0 .6rem;font-size:.92rem}
        .swatch{width:.8em;height:.8em;margin-right:.45em;border-radius:2px}
        .bars{list-style:none;padding:0;margin:0}
        .bars li{display:grid;grid-template-columns:minmax(0,18.5rem) minmax(0,1fr) minmax(0,14rem);\
        gap:.2rem 1.2rem;padding:.5rem 0;border-bottom:1px solid var(--line);break-inside:avoid}
        .name{overflow-wrap:anywhere;unicode-bidi:isolate;font-weight:600;font-size:.92rem}
        .drawn svg{display:block;width:100%;height:.8rem;border-radius:3px;margin-top:.25rem}
        .parts,.states{color:var(--soft);font-size:.86rem}
        .parts{display:block;margin-top:.2rem}
        .k-aescbc{fill:var(--aescbc)}.k-aesgcm{fill:var(--aesgcm)}.k-secretbox{fill:var(--secretbox)}
        .k-kms{fill:var(--kms)}.k-plain{fill:var(--plain)}.k-other{fill:var(--other)}
        :focus-visible{outline:2px solid var(--link);outline-offset:2px}
        @media (max-width:44rem){body{padding:1.25rem 1rem 3rem}h1{font-size:1.6rem}\
        .figures{grid-template-columns:repeat(auto-fit,minmax(5.8rem,1fr))}\
        .bars li{grid-template-columns:1fr}.facts{grid-template-columns:1fr;gap:0}\
        .facts dd{margin-bottom:.5rem}}
        @media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--panel:#f6f6f6;--link:#000;\
        --met:#0b4f1f;--met-bg:#e3f5e8;--bad:#8c0b1f;--bad-bg:#fdeaea;--open-bg:#eee;\
        --aescbc:#3a6db3;--aesgcm:#1d8577;--secretbox:#6a55b0;--kms:#876914;--plain:#cf5a23;\
        --other:#6e7781}
        body{max-width:none;padding:0;font-size:10pt}nav{display:none}h2{break-after:avoid;\
        margin-top:1.6rem}tr{break-inside:avoid}thead{display:table-header-group}\
        .scroll{overflow:visible}table{font-size:8.5pt}\
        th,td{padding:.25rem .4rem}th{white-space:normal}td{overflow-wrap:break-word}\
        .bars li{grid-template-columns:minmax(0,13rem) minmax(0,1fr) minmax(0,11rem)}\
        svg,.chip,.figures div,tbody tr{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
