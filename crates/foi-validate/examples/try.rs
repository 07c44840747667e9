use foi_validate::*;
fn main() {
    let reference = foi_ingest::Reference::shipped().unwrap();
    let instruments: Vec<_> = reference.instruments.iter().map(|(i, _)| i).collect();
    let engine = Engine::new(&instruments, &reference.register.0).unwrap();
    let path = std::env::args().nth(1).unwrap();
    let threads = std::env::args().nth(2).map_or(1, |t| t.parse().unwrap());
    let input = open(std::fs::File::open(&path).unwrap()).unwrap();
    let start = std::time::Instant::now();
    let mut n = std::collections::BTreeMap::new();
    let summary = validate(&engine, [Ok((path, Form::Lines, input))], Options { threads }, |d| {
        let c = n.entry(d.finding().code.clone()).or_insert(0);
        *c += 1;
        if *c <= 3 {
            eprintln!("{}\n", d.render());
        }
        Ok(())
    });
    eprintln!("{summary:?} {n:?} {:?}", start.elapsed());
}
